// The faults of native, by area.
export const native = []

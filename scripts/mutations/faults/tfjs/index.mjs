// The faults of tfjs, by area.
export const tfjs = []

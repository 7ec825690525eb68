// The faults of diagnose, by area.
export const diagnose = []

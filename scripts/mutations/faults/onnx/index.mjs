// The faults of onnx, by area.
export const onnx = []

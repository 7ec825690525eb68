/** The versions that this package is tested with; `engine/lock.json` holds the same. */
export const tfjsNodeVersion = '4.22.0'

/** The TensorFlow whose library the installer takes where there is a wheel for the machine. */
export const tensorflowVersion = '2.15.1'

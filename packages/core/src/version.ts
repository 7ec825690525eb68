/** The version of this package. Written by its build, from package.json. */
export const version = '0.0.0'

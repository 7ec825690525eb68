/** A number of rows in words. */
export const showRows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)

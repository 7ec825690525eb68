import { readFileSync } from 'node:fs'

/** Reference values; each file says what made it. */
export const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'))

// Whether faults fit the sources: a fault that does not would plant nothing, and prove nothing.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../processes.mjs'

/** What is wrong with the faults, in words; nothing, if each name is unique and each text is found once. */
export function misfits(faults) {
  return faults.flatMap(({ unit, name, file, find, replace }, i) => {
    const title = `${unit.name}/${name}`
    if (faults.findIndex((other) => other.unit === unit && other.name === name) < i) {
      return `${title}: two faults have this name`
    }
    const path = join('packages', unit.package, 'src', file)
    if (!existsSync(join(root, path))) return `${title}: there is no file ${path}`
    if (find === replace) return `${title}: it changes nothing`
    const times = readFileSync(join(root, path), 'utf8').split(find).length - 1
    return times === 1 ? [] : `${title}: ${path} has ${times} times, instead of once:\n${find}`
  })
}

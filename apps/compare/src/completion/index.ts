import { bashScript } from './bash.js'
import { fishScript } from './fish.js'
import { zshScript } from './zsh.js'

/** Makes the script of each shell. */
export const completionScripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const

/** A shell that can complete. */
export type Shell = keyof typeof completionScripts

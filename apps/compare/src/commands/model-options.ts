import type { BackendV1 } from '@parallax-ml/core'
import type { Command } from 'commander'
import { backends } from '../backends.js'
import { oneOf } from './option-values.js'

/** What runs a model, and what is said on the way. */
export interface ModelOptions {
  readonly backend: string
  readonly json: boolean
  readonly quiet: boolean
}

const names = backends.map(({ name }) => name)

/** Adds the options of commands that run a model. */
export const addModelOptions = (command: Command): Command =>
  command
    .option(
      '--backend <name>',
      `what runs the model: ${names.join(', ')}`,
      oneOf('--backend', names),
      names[0],
    )
    .option('--json', 'print the result as JSON', false)
    .option('--quiet', 'only the result, no words on stderr', false)

/** The backend that was chosen. */
export const backendOf = ({ backend }: Pick<ModelOptions, 'backend'>): BackendV1 =>
  backends.find(({ name }) => name === backend)!

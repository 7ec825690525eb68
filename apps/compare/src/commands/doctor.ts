import { installTfjs } from '@parallax-ml/backend-tfjs/install'
import { type BackendV1, OptionError, suggest } from '@parallax-ml/core'
import { backends, usualBackends } from '../backends.js'
import { examine, type Finding } from '../doctor/examine.js'
import { readEnvironment } from '../environment.js'
import { type AddCommand, exitCodes } from './command.js'

const examples = `
Examples:
  parallax doctor
  parallax doctor --json
  parallax doctor --fix tfjs    install TensorFlow for the backend tfjs

Every backend trains exclusive or, so that what is said to run has run.
Exit codes: 0 every backend runs that compare takes by itself, 1 one does not.`

/** Adds the command `doctor`. */
export const addDoctor: AddCommand = (
  program,
  { streams: { stdout, stderr }, signal },
  onExitCode,
) => {
  program
    .command('doctor')
    .description('Say which backends run on this machine, and what to do about the others.')
    .option('--json', 'print what was found as JSON', false)
    .option('--fix <backend>', "install what a backend needs into the user's cache: tfjs")
    .addHelpText('after', examples)
    .action(async ({ json, fix }: { json: boolean; fix?: string }) => {
      if (fix !== undefined) {
        const said = await install(fix, (message) => stderr.write(`${message} …\n`), signal)
        stdout.write(`${said}\n`)
        return onExitCode(exitCodes.done)
      }
      const findings = await examineAll(backends)
      const environment = readEnvironment()
      const { node, platform, arch, cpu, cores, parallax } = environment
      const machine = `Parallax ${parallax}, Node ${node}, ${platform} ${arch}, ${cpu} with ${cores} cores`
      stdout.write(
        json
          ? `${JSON.stringify({ environment, backends: findings }, null, 2)}\n`
          : `${machine}\n\n${findings.map(textOf).join('\n')}\n`,
      )
      onExitCode(areUsualRunning(findings) ? exitCodes.done : exitCodes.failed)
    })
}

/** Installs a backend's engine; says what was done. */
async function install(
  name: string,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (name !== 'tfjs') {
    const problem = `nothing can be installed for '${name}'`
    throw new OptionError({ where: '--fix', problem, hint: suggest(name, ['tfjs']) })
  }
  const done = await installTfjs({ onProgress, ...(signal ? { signal } : {}) })
  const what = `TensorFlow ${done.tensorflow} with tfjs-node ${done.tfjsNode}`
  return done.status === 'present'
    ? `${what} is installed already, in ${done.folder}`
    : `installed ${what} in ${done.seconds.toFixed(1)} s, in ${done.folder}`
}

/** Whether all run that `compare` takes where none is named; the others are extra. */
const areUsualRunning = (findings: readonly Finding[]): boolean =>
  findings.every(
    ({ backend, runs }) => runs || !usualBackends().backends.some(({ name }) => name === backend),
  )

async function examineAll(all: readonly BackendV1[]): Promise<Finding[]> {
  const findings: Finding[] = []
  // One after the other, so that no engine takes another's time.
  for (const backend of all) findings.push(await examine(backend))
  return findings
}

function textOf(finding: Finding): string {
  if (!finding.runs) return `${finding.backend}: does not run here\n  ${finding.problem}`
  const { engine, device, threads, precisions, path } = finding.info
  return [
    `${finding.backend}: runs`,
    `  engine      ${engine.name} ${engine.version}${engine.native ? ', native' : ''}, by ${path}`,
    `  device      ${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    `  precisions  ${precisions.join(', ')}`,
    `  tried       exclusive or learnt in ${finding.milliseconds.toFixed(0)} ms`,
  ].join('\n')
}

import type { BackendV1 } from '@parallax-ml/core'
import { backends } from '../backends.js'
import { examine, type Finding } from '../doctor/examine.js'
import { readEnvironment } from '../environment.js'
import { type AddCommand, exitCodes } from './command.js'

const examples = `
Examples:
  parallax doctor
  parallax doctor --json

Every backend trains exclusive or, so that what is said to run has run.
Exit codes: 0 every backend runs, 1 one does not.`

/** Adds the command `doctor`. */
export const addDoctor: AddCommand = (program, { streams: { stdout } }, onExitCode) => {
  program
    .command('doctor')
    .description('Say which backends run on this machine, and what to do about the others.')
    .option('--json', 'print what was found as JSON', false)
    .addHelpText('after', examples)
    .action(async ({ json }: { json: boolean }) => {
      const findings = await examineAll(backends)
      const environment = readEnvironment()
      const { node, platform, arch, cpu, cores, parallax } = environment
      const machine = `Parallax ${parallax}, Node ${node}, ${platform} ${arch}, ${cpu} with ${cores} cores`
      stdout.write(
        json
          ? `${JSON.stringify({ environment, backends: findings }, null, 2)}\n`
          : `${machine}\n\n${findings.map(textOf).join('\n')}\n`,
      )
      onExitCode(findings.every(({ runs }) => runs) ? exitCodes.done : exitCodes.failed)
    })
}

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

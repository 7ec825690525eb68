import type { Code } from '../assembler/encode.js'
import {
  advance,
  call,
  doWhile,
  get,
  getGlobal,
  i32,
  plus,
  set,
  tee,
  when,
} from '../assembler/instructions.js'
import { FunctionBuilder } from '../assembler/module.js'
import type { KernelCall, Place } from '../plan/kernels.js'
import { bytesOfType } from '../plan/memory.js'
import type { Plan } from '../plan/plan.js'
import { barrierFunction } from '../threads/barrier.js'
import { type Stage, stagesOf } from '../threads/split.js'
import { Emitter, regionGlobals } from './emitter.js'
import { kernelFunction } from './kernel-function.js'
import { lanesOf } from './lanes.js'

/** A program as a WebAssembly module that works wherever its memory is put. */
export interface EmittedModule {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Addresses to import, each the begin of a region; see {@link globalOf}. */
  readonly globals: readonly string[]
  /** Bytes of the vector constants, which the module writes where the global `pool` says. */
  readonly poolBytes: number
  /** How many functions the kernels came to; equal kernels share one. */
  readonly kernels: number
  /** How many threads run it together; 1 if that is not worth while. */
  readonly threads: number
}

/** Where a module will run. */
export interface EmitOptions {
  /** Default 1. */
  readonly threads?: number
  /** Least work of a kernel that threads share; see {@link stagesOf}. */
  readonly least?: number
  /** Limit of the memory's size, where threads share it. */
  readonly sharedPages?: number | undefined
}

/** The global that says where a place's region begins. */
export const globalOf = (place: Place): string =>
  'name' in place ? `${place.region}/${place.name}` : regionGlobals[place.region]

/** The name of the function that runs steps; its parameters are how many, and the thread's number. */
export const runName = 'run'

/**
 * Writes the module of a plan: a function for every different kernel, and `run`, which alone knows
 * addresses. Feeds and outputs of many steps lie behind one another; their addresses move on.
 */
export function emit(
  plan: Plan,
  { threads = 1, least, sharedPages }: EmitOptions = {},
): EmittedModule {
  const lanes = lanesOf(plan.precision)
  const stages =
    threads === 1 ? [{ alone: plan.calls }] : stagesOf(plan.calls, threads, lanes, least)
  const isDivided = stages.some((stage) => 'parts' in stage)
  const emitter = new Emitter(lanes)
  const functions = new Map<string, number>()
  const functionOf = ({ kernel, pointers }: KernelCall): number => {
    const key = JSON.stringify(kernel, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : negativeZero(value),
    )
    let index = functions.get(key)
    if (index === undefined) {
      index = emitter.add(kernelFunction(emitter, kernel, pointers.length))
      functions.set(key, index)
    }
    return index
  }

  const run = new FunctionBuilder(['i32', 'i32'])
  const [steps, thread] = [0, 1]
  const step = run.local('i32')
  const ports = [
    ...plan.feeds.map((port) => ({ region: 'feed', ...port }) as const),
    ...plan.outputs.map((port) => ({ region: 'output', ...port }) as const),
  ].map(({ region, name, dtype, size }) => ({
    global: globalOf({ region, name, offset: 0 }),
    local: run.local('i32'),
    bytes: size * bytesOfType(dtype, lanes.floatBytes),
  }))
  const moving = new Map(ports.map(({ global, local }) => [global, local]))
  const addressOf = (place: Place): Code => {
    const name = globalOf(place)
    const local = moving.get(name)
    const base = local === undefined ? getGlobal(emitter.global(name)) : get(local)
    return plus(base, place.offset)
  }
  const callOf = (each: KernelCall): Code => call(functionOf(each), ...each.pointers.map(addressOf))
  const onThread = (number: number, code: Code): Code =>
    isDivided ? when(i32.eq(get(thread), i32.const(number)), code) : code
  const codeOf = (stage: Stage): Code =>
    'alone' in stage
      ? onThread(0, stage.alone.map(callOf))
      : stage.parts.map((part, number) => onThread(number, callOf(part)))
  const meet = isDivided
    ? call(emitter.add(barrierFunction(emitter.global(regionGlobals.barrier), threads)))
    : []
  run.body = [
    ports.map(({ global, local }) => set(local, getGlobal(emitter.global(global)))),
    doWhile(
      [
        stages.map((stage) => [codeOf(stage), meet]),
        ports.map(({ local, bytes }) => advance(local, bytes)),
      ],
      i32.ltS(tee(step, i32.add(get(step), i32.const(1))), get(steps)),
    ),
  ]
  const bytes = emitter.assemble({ [runName]: emitter.add(run) }, sharedPages)
  return {
    bytes,
    globals: emitter.globals,
    poolBytes: emitter.poolBytes,
    kernels: functions.size,
    threads: isDivided ? threads : 1,
  }
}

const negativeZero = (value: unknown): unknown => (Object.is(value, -0) ? '-0' : value)

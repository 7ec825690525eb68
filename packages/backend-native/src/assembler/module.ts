import { type Code, flatten, list, sized, text, unsigned } from './encode.js'
import { i32 } from './instructions.js'

/** Types of values. */
const valueTypes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const
type ValueType = keyof typeof valueTypes

/** A function while its code is being put together. Locals count on from the parameters. */
export class FunctionBuilder {
  readonly #locals: ValueType[] = []
  body: Code = []

  constructor(
    readonly parameters: readonly ValueType[] = [],
    readonly results: readonly ValueType[] = [],
  ) {}

  /** A new local; they begin as 0. */
  local(type: ValueType): number {
    this.#locals.push(type)
    return this.parameters.length + this.#locals.length - 1
  }

  locals(type: ValueType, count: number): number[] {
    return Array.from({ length: count }, () => this.local(type))
  }

  get signature(): Code {
    const types = (names: readonly ValueType[]) => list(names.map((name) => valueTypes[name]))
    return [0x60, types(this.parameters), types(this.results)]
  }

  get code(): Code {
    return sized([list(this.#locals.map((type) => [1, valueTypes[type]])), this.body, 0x0b])
  }
}

/** What a module is made of. */
export interface ModuleParts {
  readonly functions: readonly FunctionBuilder[]
  /** Index of a function by the name under which it is seen outside. */
  readonly exports: Readonly<Record<string, number>>
  /** Names of immutable i32 globals that are imported. */
  readonly globals: readonly string[]
  /** Bytes that are copied to the address in a global. */
  readonly data?: { readonly global: number; readonly bytes: readonly number[] }
  /** Memory that several threads work in has a size limit, in pages of 64 KiB. */
  readonly sharedPages?: number
}

const section = (id: number, content: Code): Code => [id, sized(content)]

/** Where the imports are found: `{ parallax: { memory, … } }`. */
export const importsName = 'parallax'

/** The bytes of a module whose memory and globals are imported. */
export function assemble({
  functions,
  exports,
  globals,
  data,
  sharedPages,
}: ModuleParts): Uint8Array<ArrayBuffer> {
  const limits: Code = sharedPages === undefined ? [0, 0] : [3, 0, unsigned(sharedPages)]
  const imported = (name: string, kind: Code): Code => [text(importsName), text(name), kind]
  const imports = [
    imported('memory', [2, limits]),
    ...globals.map((name) => imported(name, [3, valueTypes.i32, 0])),
  ]
  const segment =
    data === undefined
      ? []
      : section(11, list([[0, [0x23, unsigned(data.global)], 0x0b, list(data.bytes)]]))
  return new Uint8Array(
    flatten([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list(functions.map(({ signature }) => signature))),
      section(2, list(imports)),
      section(3, list(functions.map((_, i) => unsigned(i)))),
      section(7, list(Object.entries(exports).map(([name, i]) => [text(name), 0, unsigned(i)]))),
      section(10, list(functions.map(({ code }) => code))),
      segment,
    ]),
  )
}

/** The smallest module that needs vectors: tells whether an engine has them. */
export function probeModule(): Uint8Array<ArrayBuffer> {
  const probe = new FunctionBuilder([], ['i32'])
  probe.body = [[0xfd, 0x0c, new Array<number>(16).fill(0)], [0xfd, 0x1b, 0], i32.const(0), 0x6a]
  return assemble({ functions: [probe], exports: { probe: 0 }, globals: [] })
}

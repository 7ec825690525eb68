import { nearest, OptionError } from '@parallax-ml/core'

/**
 * A whole number from an option's text.
 * @throws {OptionError}
 */
export const wholeNumber =
  (option: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    const range =
      most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
    throw unfit(option, `a whole number ${range}`, text)
  }

/**
 * A number above 0 from an option's text.
 * @throws {OptionError}
 */
export const positiveNumber =
  (option: string) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
    throw unfit(option, 'a number above 0', text)
  }

/**
 * A share from 0 up to, but not including, 1.
 * @throws {OptionError}
 */
export const share =
  (option: string) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() !== '' && value >= 0 && value < 1) return value
    throw unfit(option, 'a share from 0 up to 1, such as 0.2', text)
  }

/**
 * One of some words.
 * @throws {OptionError}
 */
export const oneOf =
  <const Word extends string>(option: string, words: readonly Word[]) =>
  (text: string): Word => {
    const word = words.find((candidate) => candidate === text)
    if (word !== undefined) return word
    const near = nearest(text, words)
    throw new OptionError({
      where: option,
      problem: `there is no '${text}'`,
      ...(near === undefined
        ? { expected: words.map((known) => `'${known}'`).join(' or ') }
        : { hint: `Did you mean '${near}'?` }),
    })
  }

/** A list with commas, which may be given several times. */
export const list = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').map((part) => part.trim()),
]

const unfit = (option: string, expected: string, text: string): OptionError =>
  new OptionError({
    where: option,
    problem: 'not a value that fits',
    expected,
    received: `'${text}'`,
  })

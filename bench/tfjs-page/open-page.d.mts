import type { Browser } from 'playwright-core'

/** What a page answers: a value, with the tensors that it left in the engine, or an error. */
export interface Answer<Value = unknown> {
  readonly value?: Value
  readonly tensorsLeft?: number
  readonly error?: string
  readonly code?: string
}

/** What is served on loopback. */
export interface Served {
  readonly url: string
  readonly entry: string
  close(): void
}

/** Options of the backend in such a page. */
export interface EngineOptions {
  readonly engine: string
  readonly wasmPaths?: string
}

/** A page that answers. */
export interface AnsweringPage {
  ask<Value>(...question: readonly unknown[]): Promise<Answer<Value>>
  askWorker<Value>(questions: readonly (readonly unknown[])[]): Promise<Answer<Value>[]>
  close(): Promise<void>
}

/** Serves the bundle and the engine's files on loopback. */
export function serveTfjsPage(): Promise<Served>

/** Starts a browser whose WebGL runs on an imitation of a graphics device, the same everywhere. */
export function startSoftwareGl(path: string | undefined): Promise<Browser>

/** Starts a browser without WebGL. */
export function startWithoutGl(path: string | undefined): Promise<Browser>

/** Options of the backend in such a page. */
export function optionsOf(engine: string): EngineOptions

/** Opens the page; asks in the page, or in a worker of it. */
export function openTfjsPage(browser: Browser, served: Served): Promise<AnsweringPage>

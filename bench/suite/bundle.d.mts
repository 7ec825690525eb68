/** Bundles a module for browsers, from the sources of the workspace; the text of one ES module. */
export function bundle(entry: string): Promise<string>

/** A file of a bundle. */
export interface BundledFile {
  readonly fileName: string
  readonly code: string
  readonly isEntry: boolean
  /** What it imports, at once or on demand: names of other files, or of modules outside the bundle. */
  readonly imports: readonly string[]
}

/** The same where a module loads others on demand: all files. */
export function bundleFiles(entry: string, plugins?: readonly object[]): Promise<BundledFile[]>

/** Bundles a module for browsers, from the sources of the workspace; the text of one ES module. */
export function bundle(entry: string): Promise<string>

export function compiledPageScript(): string

/** What something is for the reader: colour, sign and wording go with it, never colour alone. */
export type Tone = 'good' | 'neutral' | 'bad' | 'failed'

/** The sign that goes before a text, and its name for those who do not see it. */
export const toneSigns: Readonly<Record<Tone, { readonly sign: string; readonly name: string }>> = {
  good: { sign: '▲', name: 'better' },
  neutral: { sign: '■', name: 'undecided' },
  bad: { sign: '▼', name: 'worse' },
  failed: { sign: '✕', name: 'failed' },
}

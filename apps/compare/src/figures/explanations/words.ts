import type { Explained } from '@parallax-ml/interpret'

const spaces = { logit: 'logit', probability: 'probability', value: 'value' } as const

/** What is explained, for example `probability of virginica`. */
export const answerOf = ({ space, outputNames }: Explained, output: number): string =>
  `${spaces[space]} of ${outputNames[output]}`

/** How names and abbreviations are written that a method is called by. */
const spelled: Readonly<Record<string, string>> = {
  banzhaf: 'Banzhaf',
  cam: 'CAM',
  friedman: 'Friedman',
  grad: 'Grad',
  lime: 'LIME',
  shap: 'SHAP',
  shapley: 'Shapley',
}

/** The method's name in words: `integratedGradients` → `integrated gradients`. */
export const methodName = (method: string): string =>
  method
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => spelled[word.toLowerCase()] ?? word.toLowerCase())
    .join(' ')

/** A sentence begins with a capital letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A number as it stands beside a feature's name. */
export const showValue = (value: number): string =>
  String(Number(value.toPrecision(4))).replace('-', '−')

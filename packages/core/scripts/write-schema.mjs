// Writes the published JSON Schema of a model spec from the schema that parseSpec uses.
import { writeFileSync } from 'node:fs'
import { modelSpecJsonSchema } from '../dist/index.js'

const schema = JSON.stringify(modelSpecJsonSchema(), null, 2)
writeFileSync('schema/model-spec.schema.json', `${schema}\n`)

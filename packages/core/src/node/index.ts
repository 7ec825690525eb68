/// <reference types="node" />
export { checkpointDirectory } from './checkpoint-directory.js'
export { csvLogger } from './csv-logger.js'
export { type JsonlLoggerOptions, jsonlLogger } from './jsonl-logger.js'
export { readModel, writeModel } from './model-files.js'
export { type ProgressStream, progressLine } from './progress-line.js'
export { type TensorBoardOptions, tensorBoard } from './tensor-board/tensor-board.js'
export { writeFileWhole } from './write-file.js'

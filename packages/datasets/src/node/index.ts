export { type ImageFolder, type ImageFolderOptions, imageFolder } from './image-folder.js'
export { type CsvFile, openCsv } from './open-csv.js'
export { type ReadTableOptions, readTable, tableExtensions } from './read-table.js'

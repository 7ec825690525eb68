export { breastCancer } from './breast-cancer.js'
export type { CsvOptions, FormatOptions } from './csv/csv-options.js'
export { formatCsv } from './csv/format-csv.js'
export { parseCsv } from './csv/parse-csv.js'
export type { DataSet } from './data-set.js'
export { digits, type ImageDataSet } from './digits.js'
export { type Answer, answersOf, predictTable } from './encoding/answers.js'
export { type EncodedTable, encodeFeatures, encodeTable } from './encoding/encode-table.js'
export { withoutMissing } from './encoding/encode-target.js'
export { encodedSource } from './encoding/encoded-source.js'
export { featureNames, momentsOf, widthOf } from './encoding/features.js'
export { type FitEncodingOptions, fitEncoding } from './encoding/fit-encoding.js'
export {
  type CategoryEncoding,
  type DateEncoding,
  encodingOf,
  type NumberEncoding,
  type TableEncoding,
  type TargetEncoding,
  withEncoding,
} from './encoding/table-encoding.js'
export type { Task } from './encoding/target.js'
export { type UnknownValue, unknownValues } from './encoding/unknown-values.js'
export { circles } from './generators/circles.js'
export { friedman1 } from './generators/friedman1.js'
export { type LinearRegressionDataSet, linearRegression } from './generators/linear-regression.js'
export { moons } from './generators/moons.js'
export type { GeneratorOptions } from './generators/options.js'
export { spirals } from './generators/spirals.js'
export { iris } from './iris.js'
export { parseJson, tableOf } from './json/parse-json.js'
export type { RegressionDataSet } from './regression-data-set.js'
export type { Split } from './splits/classes.js'
export { type GroupedSplitOptions, groupedSplit } from './splits/grouped-split.js'
export { type OrderedSplitOptions, orderedSplit } from './splits/ordered-split.js'
export { pickRows, type Rows } from './splits/pick-rows.js'
export { pickSource } from './splits/pick-source.js'
export { type RepeatedFoldsOptions, repeatedFolds } from './splits/repeated-folds.js'
export { type ShuffledFoldsOptions, shuffledFolds } from './splits/shuffled-folds.js'
export { type ShuffledSplitOptions, shuffledSplit } from './splits/shuffled-split.js'
export { type SplitTableOptions, splitTable } from './splits/split-table.js'
export { type StratifiedFoldsOptions, stratifiedFolds } from './splits/stratified-folds.js'
export { type StratifiedSplitOptions, stratifiedSplit } from './splits/stratified-split.js'
export { type CellReader, cellReader } from './table/cells.js'
export type { ColumnType } from './table/column-type.js'
export {
  type ColumnProfile,
  profileSource,
  profileTable,
  type TableProfile,
} from './table/profile.js'
export type { ProfileOptions } from './table/profile-options.js'
export { requireColumn } from './table/profile-options.js'
export { showProfile } from './table/show-profile.js'
export { blocksOf, pickTableRows, sourceOf, type TableSource } from './table/source.js'
export { type Cell, type CellFormat, type Table, usualMissing } from './table/table.js'
export { wine } from './wine.js'
export { xor } from './xor.js'

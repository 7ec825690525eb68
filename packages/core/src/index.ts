// Longer than files here are: it is nothing but the list of what core exports, and a list in two files
// would have to be read as one.
export type { ActivationChoice, ActivationName } from './activations/index.js'
export { checkFeeds, checkSize, checkTensor, requireSupport } from './backend/checks.js'
export type {
  BackendInfo,
  BackendV1,
  Feeds,
  ProgramV1,
  SessionOptions,
  SessionV1,
  Support,
} from './backend/contract.js'
export { type NestedNumbers, type Tensor, toNested } from './backend/tensor.js'
export { type ConstraintChoice, constrain } from './constraints/index.js'
export type { ClassWeight, ClassWeightChoice } from './data/class-weight.js'
export type { NamedRows } from './data/columns.js'
export type { RowsLike } from './data/rows.js'
export type { Dataset, RowBatch, RowSource } from './data/source.js'
export { nearest, suggest } from './errors/nearest.js'
export * from './errors/parallax-error.js'
export { type ErrorClass, parse as parseWith } from './errors/parse.js'
export type { Json } from './files/json-metadata.js'
export {
  type MatchedWeights,
  type MatchWeightsOptions,
  matchWeights,
} from './files/match-weights.js'
export { type LoadModelOptions, loadModel, saveModel } from './files/model-file.js'
export { readSafetensors, type Safetensors, writeSafetensors } from './files/safetensors.js'
export { GraphBuilder, type Operand } from './graph/builder.js'
export { differentiate } from './graph/differentiate.js'
export type { EncodedNumber } from './graph/numbers.js'
export { decodeNumber, decodeNumbers, encodeNumber, encodeNumbers } from './graph/numbers.js'
export type { OperationFamily } from './graph/operation.js'
export { operationNames, operations } from './graph/operations/index.js'
export {
  createProgram,
  inputsOf,
  type Program,
  type ProgramParts,
  stateOf,
  validateProgram,
} from './graph/program.js'
export { sameShape, showShape, sizeOf, stridesOf } from './graph/shape.js'
export type {
  ConvolutionAttributes,
  DataType,
  Graph,
  GraphNode,
  InputSource,
  NodeOf,
  OperationAttributes,
  OperationName,
  Padding,
  Pair,
  PoolingAttributes,
  Shape,
} from './graph/types.js'
export { countWindows, samePadding, type Windows, windowPositions } from './graph/windows.js'
export type { InitializerChoice, InitializerName } from './initializers/index.js'
export { interpreter } from './interpreter/backend.js'
export { type Interpretation, interpret, type StoredMemory } from './interpreter/interpret.js'
export type { NumberArray, Precision } from './interpreter/kernels/arrays.js'
export { type Claim, type SessionMemory, sessionMemory } from './interpreter/memory.js'
export { openInterpreterSession } from './interpreter/session.js'
export { type ActivationOptions, activation } from './layers/activation.js'
export {
  type EluOptions,
  elu,
  type LeakyReluOptions,
  leakyRelu,
  type ReluOptions,
  relu,
  type SoftmaxOptions,
  softmax,
} from './layers/activation-layers.js'
export { type AlphaDropoutOptions, alphaDropout } from './layers/alpha-dropout.js'
export type { Axes } from './layers/axes.js'
export { type BatchNormalizationOptions, batchNormalization } from './layers/batch-normalization.js'
export { type ConcatenateOptions, concatenate } from './layers/concatenate.js'
export {
  type Conv1dOptions,
  type Conv2dOptions,
  conv1d,
  conv2d,
} from './layers/convolution.js'
export { defineLayer, type LayerDescription, type LayerFactory } from './layers/define-layer.js'
export type {
  CommonLayerOptions,
  LayerContext,
  LayerDefinition,
  LayerShapes,
  LayerSpec,
  WeightDeclaration,
  WeightRole,
} from './layers/definition.js'
export { type DenseOptions, dense } from './layers/dense.js'
export { type DepthwiseConv2dOptions, depthwiseConv2d } from './layers/depthwise-conv2d.js'
export { type DotOptions, dot } from './layers/dot.js'
export { type DropoutOptions, dropout } from './layers/dropout.js'
export { type EmbeddingOptions, embedding } from './layers/embedding.js'
export { flatten } from './layers/flatten.js'
export { type GaussianDropoutOptions, gaussianDropout } from './layers/gaussian-dropout.js'
export { type GaussianNoiseOptions, gaussianNoise } from './layers/gaussian-noise.js'
export {
  type GlobalPoolingOptions,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
} from './layers/global-pooling.js'
export { type GroupNormalizationOptions, groupNormalization } from './layers/group-normalization.js'
export { type LayerNormalizationOptions, layerNormalization } from './layers/layer-normalization.js'
export {
  type Cropping2dOptions,
  cropping2d,
  type ZeroPadding1dOptions,
  type ZeroPadding2dOptions,
  zeroPadding1d,
  zeroPadding2d,
} from './layers/margins.js'
export { add, average, maximum, minimum, multiply, subtract } from './layers/merging.js'
export { type NormalizationOptions, normalization } from './layers/normalization.js'
export { type PermuteOptions, permute } from './layers/permute.js'
export {
  averagePooling1d,
  averagePooling2d,
  maxPooling1d,
  maxPooling2d,
  type PoolingOptions,
} from './layers/pooling.js'
export { type PreluOptions, prelu } from './layers/prelu.js'
export { type RepeatVectorOptions, repeatVector } from './layers/repeat-vector.js'
export { type ReshapeOptions, reshape } from './layers/reshape.js'
export { type RmsNormalizationOptions, rmsNormalization } from './layers/rms-normalization.js'
export type { ScaleAndCenterOptions } from './layers/scale-and-center.js'
export { type SeparableConv2dOptions, separableConv2d } from './layers/separable-conv2d.js'
export type { PairOption } from './layers/spatial.js'
export {
  type SpatialDropoutOptions,
  spatialDropout1d,
  spatialDropout2d,
} from './layers/spatial-dropout.js'
export {
  type Conv1dTransposeOptions,
  type Conv2dTransposeOptions,
  conv1dTranspose,
  conv2dTranspose,
} from './layers/transposed-convolution.js'
export { type UnitNormalizationOptions, unitNormalization } from './layers/unit-normalization.js'
export {
  type UpSampling1dOptions,
  type UpSampling2dOptions,
  upSampling1d,
  upSampling2d,
} from './layers/up-sampling.js'
export type { CrossentropyOptions, LabelSmoothingOptions } from './losses/crossentropy-options.js'
export { defineLoss, type LossDescription, type OwnLoss } from './losses/define.js'
export {
  type Comparison,
  type LossDefinition,
  meanOfRows,
  type TargetDeclaration,
} from './losses/definition.js'
export { type LossChoice, type LossName, type LossOptions, resolveLoss } from './losses/index.js'
export {
  type CalibrationBin,
  type CalibrationBinOptions,
  type CalibrationErrors,
  calibrationBins,
  calibrationErrors,
} from './metrics/calibration-bins.js'
export { confusionCounts } from './metrics/class-counts.js'
export { defineMetric, type MetricDescription, type OwnMetric } from './metrics/define.js'
export {
  isSumMetric,
  type MetricDefinition,
  type PredictionMetric,
  type Predictions,
  type SumMetric,
} from './metrics/definition.js'
export {
  type MetricChoice,
  type MetricName,
  type MetricOptions,
  type MetricSetting,
  type NamedMetric,
  type NameOfMetric,
  type NameOfWeighted,
  resolveMetrics,
} from './metrics/index.js'
export { type Architecture, architectureOf } from './model/architecture.js'
export {
  emptyWeights,
  type FlatWeights,
  type WeightEntry,
  type WeightLayout,
} from './model/layout.js'
export { type Lowering, lowerModel, type WeightNodes, weightInputs } from './model/lower.js'
export {
  createModel,
  type Model,
  type ModelDetails,
  type ModelOptions,
  predict,
  type TrainedBy,
  withDetails,
} from './model/model.js'
export { predictionBuckets } from './model/predict.js'
export { createProbe, type ModelProbe, type Probed, type ProbeOptions } from './model/probe.js'
export { replaceWeights, type WeightsByPath, weightState, weightsByPath } from './model/weights.js'
export type { AdadeltaOptions } from './optimizers/adadelta.js'
export type { AdafactorOptions } from './optimizers/adafactor.js'
export type { AdagradOptions } from './optimizers/adagrad.js'
export type { AdamOptions, MomentOptions } from './optimizers/adam.js'
export {
  defineOptimizer,
  type OptimizerDescription,
  type OwnOptimizer,
} from './optimizers/define.js'
export type {
  CommonOptions,
  OptimizerDefinition,
  SlotDeclaration,
  Update,
  UpdateContext,
  Variable,
} from './optimizers/definition.js'
export { sizeOfSlot, updateEach, type VariableContext } from './optimizers/each-variable.js'
export type { FtrlOptions } from './optimizers/ftrl.js'
export {
  type OptimizerChoice,
  type OptimizerName,
  type OptimizerOptions,
  type ResolvedOptimizer,
  resolveOptimizer,
} from './optimizers/index.js'
export type { LionOptions } from './optimizers/lion.js'
export type { MuonOptions } from './optimizers/muon.js'
export type { RmspropOptions } from './optimizers/rmsprop.js'
export type { SgdOptions } from './optimizers/sgd.js'
export type { NamedDefinition, OwnDefinition, Resolved } from './options/named.js'
export type { OptionDefaults, OptionsOf } from './options/own-options.js'
export {
  normals,
  permutation,
  type RandomKey,
  randomKey,
  truncatedNormals,
  uniforms,
} from './random/draws.js'
export { randomAtLeast, randomNormal, randomUniform } from './random/in-graph.js'
export { murmur3 } from './random/murmur.js'
export { penaltyOf, type RegularizerChoice } from './regularizers/index.js'
export type {
  CosineDecayOptions,
  CosineDecayRestartsOptions,
  OneCycleOptions,
} from './schedules/cosines.js'
export type {
  PiecewiseConstantDecayOptions,
  PolynomialDecayOptions,
  StairOptions,
} from './schedules/decays.js'
export type { DecayOptions } from './schedules/definition.js'
export { resolveSchedule, type ScheduleChoice } from './schedules/index.js'
export { crossValidate } from './selection/cross-validation/cross-validate.js'
export type {
  CrossValidateOptions,
  CrossValidationProgress,
  DivisionOptions,
} from './selection/cross-validation/options.js'
export type { CrossValidation, FoldResult } from './selection/cross-validation/result.js'
export { type GroupedFoldsOptions, groupedFolds } from './selection/folds/grouped-folds.js'
export { shuffledClasses } from './selection/folds/shuffled-classes.js'
export { type ShuffledFoldsOptions, shuffledFolds } from './selection/folds/shuffled-folds.js'
export { type Split, splitOf } from './selection/folds/split.js'
export { type StratifiedFoldsOptions, stratifiedFolds } from './selection/folds/stratified-folds.js'
export {
  type FindLearningRateOptions,
  findLearningRate,
  type LearningRateCurve,
} from './selection/learning-rate/find-learning-rate.js'
export type { SuggestedRates } from './selection/learning-rate/suggest-rates.js'
export type { BuiltTrial } from './selection/search/built-trial.js'
export {
  type ChoiceDistribution,
  choice,
  type Distribution,
  integer,
  logUniform,
  type NumberDistribution,
  type ParametersOf,
  type SearchSpace,
  uniform,
} from './selection/search/distributions.js'
export type {
  EarlyTermination,
  MedianStoppingOptions,
  SuccessiveHalvingOptions,
} from './selection/search/early-termination.js'
export type { SearchOptions } from './selection/search/options.js'
export { type SearchResult, search } from './selection/search/search.js'
export type { Trial } from './selection/search/trial.js'
export { mean, median, standardDeviation } from './selection/statistics/moments.js'
export type { ScoreSummary } from './selection/statistics/score-summary.js'
export { studentPoint } from './selection/statistics/student-t.js'
export { type Proportion, wilson } from './selection/statistics/wilson.js'
export { customLayersOf } from './spec/custom-layers.js'
export {
  connect,
  type FunctionalOptions,
  functional,
  input,
  type Value,
} from './spec/functional.js'
export {
  type FunctionalSpec,
  type LayerCall,
  type ModelSpec,
  modelSpecJsonSchema,
  type NamedLayer,
  type SequentialSpec,
} from './spec/model-spec.js'
export { type ParseSpecOptions, parseSpec } from './spec/parse-spec.js'
export type { ResolvedCall, ResolvedLayer, ResolvedModel, ResolvedOutput } from './spec/resolve.js'
export { type SequentialOptions, sequential } from './spec/sequential.js'
export { countParameters, type ParameterCounts, summary } from './spec/summary.js'
export type {
  Callback,
  CallbackHooks,
  CallbackState,
  EpochRecord,
  RunFacts,
  StepRecord,
  Training,
} from './training/callbacks/callback.js'
export { type EarlyStoppingOptions, earlyStopping } from './training/callbacks/early-stopping.js'
export { type FreezeLayersOptions, freezeLayers } from './training/callbacks/freeze-layers.js'
export {
  type ReduceLearningRateOptions,
  reduceLearningRateOnPlateau,
} from './training/callbacks/reduce-learning-rate.js'
export type { WatchOptions } from './training/callbacks/watch-value.js'
export type { NumericPath } from './training/checkpoints/checkpoint-file.js'
export type { DamagedCheckpoint } from './training/checkpoints/keeper.js'
export type { CheckpointOptions } from './training/checkpoints/options.js'
export { type CheckpointStore, memoryStore } from './training/checkpoints/store.js'
export { yieldToEventLoop } from './training/chunks.js'
export { type ConfusionMatrixOptions, confusionMatrix } from './training/confusion-matrix.js'
export { type EvaluateOptions, evaluate } from './training/evaluate.js'
export { type FitResult, fit } from './training/fit.js'
export { type Gradients, type GradientTarget, gradients } from './training/gradients.js'
export type { History, Scores } from './training/history.js'
export type { FitOptions, Progress } from './training/options.js'
export { predictionProgram } from './training/programs.js'
export type { Resumed } from './training/run.js'
export { type ScheduleState, scheduleOf } from './training/schedule.js'
export { initialSlots } from './training/slots.js'
export type { NonFinite, Stopped } from './training/stopped.js'
export { optimizerProgram, variablesOf } from './training/update.js'
export { version } from './version.js'

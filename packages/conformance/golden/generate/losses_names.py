"""Parallax's names of losses and their options, and Keras's."""
CLASSES = {  # Parallax name: Keras class
    "meanSquaredError": "MeanSquaredError", "binaryCrossentropy": "BinaryCrossentropy",
    "categoricalCrossentropy": "CategoricalCrossentropy", "sparseCategoricalCrossentropy": "SparseCategoricalCrossentropy",
    "meanAbsoluteError": "MeanAbsoluteError", "meanAbsolutePercentageError": "MeanAbsolutePercentageError",
    "meanSquaredLogarithmicError": "MeanSquaredLogarithmicError", "huber": "Huber", "logCosh": "LogCosh", "hinge": "Hinge",
    "squaredHinge": "SquaredHinge", "categoricalHinge": "CategoricalHinge", "klDivergence": "KLDivergence", "poisson": "Poisson",
    "cosineSimilarity": "CosineSimilarity", "binaryFocalCrossentropy": "BinaryFocalCrossentropy",
    "categoricalFocalCrossentropy": "CategoricalFocalCrossentropy",
}
SNAKE = {"fromLogits": "from_logits", "labelSmoothing": "label_smoothing", "applyClassBalancing": "apply_class_balancing",
         "ignoreClass": "ignore_class"}

"""How good a prediction, a ranking or a clustering is, and how far apart points are.

=================== ==========================================================================================
`_regression`       squared, absolute and relative errors, coefficient of determination
`_confusion`        confusion matrix, accuracy, agreement beyond chance
`_scores`           precision, recall, F-score and their averages
`_probability`      log loss, Brier score
`_ranking`          ROC curve and area, precision-recall curve, average precision
`_clustering`       agreement of two clusterings: Rand index, mutual information, V-measure
`_shape`            clusterings by their geometry: silhouette, Calinski-Harabasz, Davies-Bouldin
`_pairwise`         distances between rows, by blocks in bounded memory
=================== ==========================================================================================
"""

from ._clustering import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    completeness_score,
    contingency_matrix,
    fowlkes_mallows_score,
    homogeneity_score,
    mutual_info_score,
    normalized_mutual_info_score,
    rand_score,
    v_measure_score,
)
from ._confusion import (
    accuracy_score,
    balanced_accuracy_score,
    cohen_kappa_score,
    confusion_matrix,
    matthews_corrcoef,
    zero_one_loss,
)
from ._pairwise import (
    cosine_distances,
    cosine_similarity,
    euclidean_distances,
    manhattan_distances,
    pairwise_distances,
    pairwise_distances_argmin,
    pairwise_distances_argmin_min,
)
from ._probability import brier_score_loss, log_loss
from ._ranking import auc, average_precision_score, precision_recall_curve, roc_auc_score, roc_curve
from ._regression import (
    explained_variance_score,
    max_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_log_error,
    median_absolute_error,
    r2_score,
    root_mean_squared_error,
)
from ._scores import (
    classification_report,
    f1_score,
    fbeta_score,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
)
from ._shape import calinski_harabasz_score, davies_bouldin_score, silhouette_samples, silhouette_score

__all__ = [
    "accuracy_score",
    "adjusted_mutual_info_score",
    "adjusted_rand_score",
    "auc",
    "average_precision_score",
    "balanced_accuracy_score",
    "brier_score_loss",
    "calinski_harabasz_score",
    "classification_report",
    "cohen_kappa_score",
    "completeness_score",
    "confusion_matrix",
    "contingency_matrix",
    "cosine_distances",
    "cosine_similarity",
    "davies_bouldin_score",
    "euclidean_distances",
    "explained_variance_score",
    "f1_score",
    "fbeta_score",
    "fowlkes_mallows_score",
    "homogeneity_score",
    "log_loss",
    "manhattan_distances",
    "matthews_corrcoef",
    "max_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_log_error",
    "median_absolute_error",
    "mutual_info_score",
    "normalized_mutual_info_score",
    "pairwise_distances",
    "pairwise_distances_argmin",
    "pairwise_distances_argmin_min",
    "precision_recall_curve",
    "precision_recall_fscore_support",
    "precision_score",
    "r2_score",
    "rand_score",
    "recall_score",
    "roc_auc_score",
    "roc_curve",
    "root_mean_squared_error",
    "silhouette_samples",
    "silhouette_score",
    "v_measure_score",
    "zero_one_loss",
]

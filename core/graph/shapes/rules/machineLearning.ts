// Shapes of the classical machine-learning operators (ai.onnx.ml).
import { floatsAttribute, intAttribute, intsAttribute, stringsAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { type Fact, tensorFact } from '../fact.ts';
import { inputShape, inputType, type RuleContext, type Rules } from '../rule.ts';

const floatLike = (context: RuleContext): readonly Fact[] => [tensorFact(DataType.float32, inputShape(context, 0))];
const sameAsFirst = (context: RuleContext): readonly Fact[] => [
  tensorFact(inputType(context, 0), inputShape(context, 0)),
];

/** A label for each row, and a score for each class. */
function classifier(context: RuleContext): readonly Fact[] {
  const { node } = context;
  const names =
    stringsAttribute(node, 'classlabels_strings') ??
    stringsAttribute(node, 'classlabels_strings_string') ??
    stringsAttribute(node, 'classlabels');
  const numbers =
    intsAttribute(node, 'classlabels_int64s') ??
    intsAttribute(node, 'classlabels_ints') ??
    intsAttribute(node, 'classlabels');
  const text = (names?.length ?? 0) > 0;
  const rows = rowsOf(context);
  const classes = (text ? names : numbers)?.length || undefined;
  return [tensorFact(text ? DataType.string : DataType.int64, [rows]), tensorFact(DataType.float32, [rows, classes])];
}

/** A tensor of one axis is a single row. */
function rowsOf(context: RuleContext) {
  const shape = inputShape(context, 0);
  return shape?.length === 1 ? 1 : shape?.[0];
}

function regressor(targets: string): (context: RuleContext) => readonly Fact[] {
  return (context) => [tensorFact(DataType.float32, [rowsOf(context), intAttribute(context.node, targets, 1)])];
}

function labelEncoder(context: RuleContext): readonly Fact[] {
  const { attributes } = context.node;
  const has = (name: string) => attributes.some((each) => each.name === name);
  const stated = attributes.find(({ name }) => name === 'values_tensor');
  const legacy = inputType(context, 0) === DataType.string ? DataType.int64 : DataType.string;
  const type =
    stated?.type === 'tensor'
      ? stated.value.dataType
      : has('values_strings')
        ? DataType.string
        : has('values_floats')
          ? DataType.float32
          : has('values_int64s')
            ? DataType.int64
            : legacy;
  return [tensorFact(type, inputShape(context, 0))];
}

function oneHotEncoder(context: RuleContext): readonly Fact[] {
  const shape = inputShape(context, 0);
  const numbers = intsAttribute(context.node, 'cats_int64s', []);
  const classes = numbers.length > 0 ? numbers.length : stringsAttribute(context.node, 'cats_strings', []).length;
  return [tensorFact(DataType.float32, shape && [...shape, classes])];
}

function zipMap(context: RuleContext): readonly Fact[] {
  const text = (stringsAttribute(context.node, 'classlabels_strings')?.length ?? 0) > 0;
  const value = { kind: 'tensor', elementType: DataType.float32, shape: [] } as const;
  return [
    { type: { kind: 'sequence', element: { kind: 'map', keyType: text ? DataType.string : DataType.int64, value } } },
  ];
}

function vectorizer(context: RuleContext): readonly Fact[] {
  const width = intsAttribute(context.node, 'inputdimensions')?.reduce((sum, size) => sum + size, 0);
  return [tensorFact(DataType.float32, [rowsOf(context), width])];
}

export const machineLearningRules: Rules = {
  Normalizer: floatLike,
  Scaler: floatLike,
  Imputer: sameAsFirst,
  Binarizer: sameAsFirst,
  LabelEncoder: labelEncoder,
  CategoryMapper: labelEncoder,
  LinearClassifier: classifier,
  SVMClassifier: classifier,
  TreeEnsembleClassifier: classifier,
  LinearRegressor: regressor('targets'),
  SVMRegressor: (context) => [tensorFact(DataType.float32, [rowsOf(context), 1])],
  TreeEnsembleRegressor: regressor('n_targets'),
  TreeEnsemble: (context) => [
    tensorFact(inputType(context, 0), [rowsOf(context), intAttribute(context.node, 'n_targets', 1)]),
  ],
  ArrayFeatureExtractor: (context) => {
    const [data, indices] = [inputShape(context, 0), inputShape(context, 1)];
    const rows = data?.length === 1 ? [1] : data?.slice(0, -1);
    return [tensorFact(inputType(context, 0), rows && [...rows, indices?.at(-1)])];
  },
  OneHotEncoder: oneHotEncoder,
  FeatureVectorizer: vectorizer,
  DictVectorizer: (context) => [
    tensorFact(0, [1, floatsAttribute(context.node, 'vocabulary')?.length ?? vocabularySize(context)]),
  ],
  ZipMap: zipMap,
};

function vocabularySize(context: RuleContext): number | undefined {
  return (
    stringsAttribute(context.node, 'string_vocabulary')?.length ??
    intsAttribute(context.node, 'int64_vocabulary')?.length
  );
}

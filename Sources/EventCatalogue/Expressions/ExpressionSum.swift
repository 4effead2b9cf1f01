/// What a sum goes over.
package indirect enum ExpressionSum: Sendable, Hashable {
    /// The number to add, of an item or of a field in it.
    case value(ExpressionPath)
    /// The sum over an array of what each item gives; in the order of the array, from 0.
    case over(ExpressionPath, ExpressionSum)

    /// The type of the numbers.
    package var type: ExpressionType {
        switch self {
        case .value(let path): path.type
        case .over(_, let inner): inner.type
        }
    }
}

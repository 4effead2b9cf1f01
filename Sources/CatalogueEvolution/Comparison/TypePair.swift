/// Two named types that are being compared, so that recursive types come to an end.
struct TypePair: Hashable {
    let old: String
    let new: String
}

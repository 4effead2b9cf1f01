/// The texts of a payload that its shown form does not hold: the mark takes their place wherever another text repeats them,
/// in whatever case.
///
/// Those of fewer than three characters are left, since they stand in any text.
package struct HiddenTexts: Sendable {
    /// What stands in the place of a value that is not shown.
    package static let mark = "***"

    /// In lower case, by their first three bytes.
    private let texts: [[UInt8]: [[UInt8]]]

    /// Compares a payload with what is shown of it.
    package init(whole: JSONValue, shown: JSONValue) {
        let seen = Set(Self.texts(of: shown))
        let hidden = Set(Self.texts(of: whole)).subtracting(seen).filter { $0.unicodeScalars.count >= 3 }
        texts = Dictionary(grouping: hidden.map { CaselessText($0).bytes }) { Array($0.prefix(3)) }
    }

    /// A text with the mark in the place of every hidden one; of those that overlap one mark in the place of all.
    package func masked(_ text: String) -> String {
        let caseless = CaselessText(text)
        var places: [Range<Int>] = []
        for start in caseless.bytes.indices {
            let rest = caseless.bytes[start...]
            for hidden in texts[Array(rest.prefix(3))] ?? [] where rest.starts(with: hidden) {
                places.append(caseless.place(of: start..<start + hidden.count))
            }
        }
        return Self.masked(text, at: places)
    }

    private static func masked(_ text: String, at places: [Range<Int>]) -> String {
        let bytes = Array(text.utf8)
        var (result, end) = ([UInt8](), 0)
        for place in places.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
            if place.lowerBound >= end {
                result += bytes[end..<place.lowerBound]
                result += Array(mark.utf8)
            }
            end = max(end, place.upperBound)
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    private static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .null, .bool: []
        case .number(let number): [number.text]
        case .string(let text): [text]
        case .array(let items): items.flatMap { texts(of: $0) }
        case .object(let object): object.members.flatMap { texts(of: $0.value) }
        }
    }
}

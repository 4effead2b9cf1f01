/// A text by its bytes: equal only where every byte is, in the order of the bytes.
///
/// Swift's own `==` takes texts for equal that look alike (`K` and the Kelvin sign), which no reader of JSON does.
struct Bytewise: Hashable, Comparable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

    // Texts that look alike hash alike, which is enough here.
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

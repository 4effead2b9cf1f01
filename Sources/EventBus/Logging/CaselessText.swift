/// A text in lower case, and where each byte of it stands in the text as it is: the two may differ in length.
struct CaselessText: Sendable {
    /// The text in lower case.
    private(set) var bytes: [UInt8] = []
    /// For each of these bytes the character that it is of, as a range of the text's own bytes.
    private var origins: [Range<Int>] = []

    init(_ text: String) {
        var start = 0
        for scalar in text.unicodeScalars {
            let end = start + scalar.utf8.count
            for byte in scalar.properties.lowercaseMapping.utf8 {
                bytes.append(byte)
                origins.append(start..<end)
            }
            start = end
        }
    }

    /// Where bytes of the text in lower case stand in the text as it is.
    func place(of range: Range<Int>) -> Range<Int> {
        origins[range.lowerBound].lowerBound..<origins[range.upperBound - 1].upperBound
    }
}

/// The wire names of an object's fields, in the order of the catalogue; a field is spoken of by its index.
///
/// A reader compares the next name with the one it expects, and searches only where that fails: writers keep the order.
public final class FieldNames: Sendable {
    /// One name's place in `bytes`; the quotes are included.
    struct Name: Sendable {
        let start: Int
        let length: Int
    }

    /// Every name in quotes, one after another.
    let bytes: [UInt8]
    let names: [Name]

    /// No names.
    static let none = FieldNames("")

    /// How many fields there are.
    var count: Int { names.count }

    /// Takes the names separated by one space, as generated code writes them: short to compile, split once.
    public init(_ list: StaticString) {
        var bytes: [UInt8] = []
        var names: [Name] = []
        list.withUTF8Buffer { text in
            bytes.reserveCapacity(text.count * 2)
            for name in text.split(separator: UInt8(ascii: " ")) {
                names.append(Name(start: bytes.count, length: name.count + 2))
                bytes.append(UInt8(ascii: "\""))
                bytes.append(contentsOf: name)
                bytes.append(UInt8(ascii: "\""))
            }
        }
        self.bytes = bytes
        self.names = names
    }

    /// Takes names that are known only at run time.
    package init(_ list: [String]) {
        var bytes: [UInt8] = []
        var names: [Name] = []
        for name in list {
            names.append(Name(start: bytes.count, length: name.utf8.count + 2))
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: name.utf8)
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes
        self.names = names
    }

    /// The name of the field at `index`, without quotes.
    subscript(index: Int) -> String {
        let name = names[index]
        return String(decoding: bytes[name.start + 1..<name.start + name.length - 1], as: UTF8.self)
    }

    /// How long the name at `expected` is, quotes included, if the text begins with it; else 0.
    @inline(__always)
    func length(ofPrefix text: UnsafeRawPointer, _ available: Int, at expected: Int) -> Int {
        guard expected < names.count else { return 0 }
        let name = names[expected]
        guard name.length <= available else { return 0 }
        return bytes.withUnsafeBytes { bytes in
            Bytes.areEqual(bytes.baseAddress.unsafelyUnwrapped + name.start, text, name.length) ? name.length : 0
        }
    }

    /// The field whose quoted name is the text, tried from `expected` onwards; -1 where there is none.
    func index(of text: UnsafeRawPointer, _ length: Int, expected: Int) -> Int {
        bytes.withUnsafeBytes { bytes in
            let count = names.count
            var index = expected
            for _ in 0..<count {
                if index >= count { index = 0 }
                let name = names[index]
                if name.length == length,
                    Bytes.areEqual(bytes.baseAddress.unsafelyUnwrapped + name.start, text, length)
                {
                    return index
                }
                index += 1
            }
            return -1
        }
    }
}

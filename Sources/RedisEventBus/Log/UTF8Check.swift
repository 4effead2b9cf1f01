/// Finds what is not UTF-8.
enum UTF8Check {
    /// Where the first sequence begins that is none (Unicode 16.0, section 3.9); `nil` where all is well.
    static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}

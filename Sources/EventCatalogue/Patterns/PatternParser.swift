/// Reads the portable subset of patterns: what ECMA-262, Python's `re`, Java and RE2 all read and mean alike.
///
/// Literals, `.`, classes, `\d \w \s` and their complements (ASCII), groups, alternation, `? * + {m} {m,} {m,n}`, and
/// `^` and `$` at the ends of an alternative of the outermost level.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    /// How often at most one thing may be repeated by `{m,n}`.
    private static let repetitionLimit = 1000
    /// How deeply groups may be nested.
    private static let depthLimit = 50

    static func parse(_ pattern: String) throws(PatternError) -> [PatternSyntax.Branch] {
        var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
        var branches = [try parser.branch()]
        while parser.take("|") { branches.append(try parser.branch()) }
        if parser.peek == ")" { throw parser.malformed("`)` closes no group; write `\\)` for the character") }
        return branches
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        index += 1
        return true
    }

    private func malformed(_ message: String, at place: Int? = nil) -> PatternError {
        PatternError(.malformed, at: (place ?? index) + 1, message)
    }

    private func notPortable(_ message: String, at place: Int? = nil) -> PatternError {
        PatternError(.notPortable, at: (place ?? index) + 1, message)
    }

    private mutating func branch() throws(PatternError) -> PatternSyntax.Branch {
        let beginsAtStart = take("^")
        let body = try sequence()
        let endsAtEnd = take("$")
        if let next = peek, next != "|", next != ")" { throw misplacedAnchor(at: endsAtEnd ? index - 1 : index) }
        return PatternSyntax.Branch(body: body, beginsAtStart: beginsAtStart, endsAtEnd: endsAtEnd)
    }

    private func misplacedAnchor(at place: Int) -> PatternError {
        notPortable(
            "an anchor may stand only at the beginning (`^`) or end (`$`) of the pattern or of an outermost alternative",
            at: place)
    }

    private mutating func choice() throws(PatternError) -> PatternSyntax {
        var options = [try sequence()]
        while take("|") { options.append(try sequence()) }
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func sequence() throws(PatternError) -> PatternSyntax {
        var items: [PatternSyntax] = []
        while let next = peek, next != "|", next != ")" {
            if next == "$" || next == "^" {
                if depth == 0, next == "$" { break }
                throw misplacedAnchor(at: index)
            }
            items.append(try quantified(try atom()))
        }
        return items.isEmpty ? .empty : items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func quantified(_ atom: PatternSyntax) throws(PatternError) -> PatternSyntax {
        let result: PatternSyntax
        switch peek {
        case "?":
            index += 1
            result = .repetition(atom, minimum: 0, maximum: 1)
        case "*":
            index += 1
            result = .repetition(atom, minimum: 0, maximum: nil)
        case "+":
            index += 1
            result = .repetition(atom, minimum: 1, maximum: nil)
        case "{": result = try counted(atom)
        default: return atom
        }
        switch peek {
        case "?": throw notPortable("a lazy quantifier finds nothing else than a greedy one; leave the `?` out")
        case "+": throw notPortable("a possessive quantifier is not portable; leave the `+` out")
        case "*", "{": throw malformed("a quantifier follows a quantifier; put the first into a group")
        default: return result
        }
    }

    private mutating func counted(_ atom: PatternSyntax) throws(PatternError) -> PatternSyntax {
        let place = index
        index += 1
        guard let minimum = number() else {
            throw notPortable("`{` must be followed by a count; write `\\{` for the character", at: place)
        }
        var maximum: Int? = minimum
        if take(",") { maximum = number() }
        guard take("}") else {
            throw notPortable("a count is written {m}, {m,} or {m,n}; write `\\{` for the character", at: place)
        }
        if let maximum, maximum < minimum {
            throw malformed("the count {\(minimum),\(maximum)} ends before it begins", at: place)
        }
        guard max(minimum, maximum ?? 0) <= Self.repetitionLimit else {
            throw notPortable("a count above \(Self.repetitionLimit) is too large; use max_length instead", at: place)
        }
        return .repetition(atom, minimum: minimum, maximum: maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next = peek, ("0"..."9").contains(next) {
            value = min((value ?? 0) * 10 + Int(next.value - 0x30), 1_000_000)
            index += 1
        }
        return value
    }

    private mutating func atom() throws(PatternError) -> PatternSyntax {
        let place = index
        guard let scalar = peek else { throw malformed("the pattern ends too early") }
        index += 1
        switch scalar {
        case "(": return try group(openedAt: place)
        case "[": return .scalars(try characterClass(openedAt: place))
        case ".": return .scalars(.dot)
        case "\\": return .scalars(try escape(openedAt: place).set)
        case "?", "*", "+": throw malformed("`\(scalar)` has nothing before it to repeat", at: place)
        case "{", "}", "]":
            throw notPortable("write `\\\(scalar)` for the character `\(scalar)`", at: place)
        default: return .scalars(ScalarSet(scalar))
        }
    }

    private mutating func group(openedAt place: Int) throws(PatternError) -> PatternSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw notPortable("groups are nested deeper than \(Self.depthLimit)", at: place)
        }
        if take("?") {
            guard take(":") else { throw specialGroup(openedAt: place) }
        }
        let body = try choice()
        guard take(")") else { throw malformed("the group that begins here is not closed", at: place) }
        return body
    }

    private func specialGroup(openedAt place: Int) -> PatternError {
        let next = index + 1 < scalars.count ? scalars[index + 1] : nil
        switch peek {
        case "=", "!": return notPortable("look-ahead is not portable; say it with an invariant", at: place)
        case "<" where next == "=" || next == "!":
            return notPortable("look-behind is not portable; say it with an invariant", at: place)
        case "<", "P": return notPortable("named groups are not portable; write `(?:`", at: place)
        default: return notPortable("flags and special groups are not portable; write `(?:`", at: place)
        }
    }

    private mutating func characterClass(openedAt place: Int) throws(PatternError) -> ScalarSet {
        let isNegated = take("^")
        var set = ScalarSet([])
        guard peek != "]" else {
            throw notPortable("an empty class is not portable; write `\\]` for the character", at: place)
        }
        while true {
            guard let next = peek else { throw malformed("the class that begins here is not closed", at: place) }
            if next == "]" { break }
            let itemPlace = index
            let low = try classItem()
            guard peek == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                set = set.union(low.set)
                continue
            }
            index += 1
            let high = try classItem()
            guard let first = low.single, let last = high.single else {
                throw malformed("a range needs a character at either end", at: itemPlace)
            }
            guard first <= last else { throw malformed("the range ends before it begins", at: itemPlace) }
            set = set.union(ScalarSet([first.value...last.value]))
        }
        index += 1
        return isNegated ? set.complement : set
    }

    private mutating func classItem() throws(PatternError) -> Item {
        let place = index
        guard let scalar = peek else { throw malformed("the pattern ends within a class") }
        index += 1
        switch scalar {
        case "\\": return try escape(openedAt: place)
        case "[": throw notPortable("write `\\[` for the character `[` in a class", at: place)
        default: return Item(set: ScalarSet(scalar), single: scalar)
        }
    }

    /// What an escape or a class's item stands for.
    private struct Item {
        var set: ScalarSet
        /// The one scalar; `nil` where it is a class.
        var single: Unicode.Scalar?
    }

    private mutating func escape(openedAt place: Int) throws(PatternError) -> Item {
        guard let scalar = peek else { throw malformed("the pattern ends with a backslash", at: place) }
        index += 1
        switch scalar {
        case "d": return Item(set: .digits)
        case "D": return Item(set: ScalarSet.digits.complement)
        case "w": return Item(set: .word)
        case "W": return Item(set: ScalarSet.word.complement)
        case "s": return Item(set: .space)
        case "S": return Item(set: ScalarSet.space.complement)
        case "t": return single("\t")
        case "n": return single("\n")
        case "r": return single("\r")
        case "f": return single("\u{0C}")
        case "v": return single("\u{0B}")
        case "x": return try hexadecimal(digits: 2, openedAt: place)
        case "u": return try hexadecimal(digits: 4, openedAt: place)
        case "b", "B": throw notPortable("word boundaries are not portable", at: place)
        case "p", "P": throw notPortable("Unicode properties are not portable; list the ranges", at: place)
        case "0"..."9": throw notPortable("back-references and octal escapes are not portable", at: place)
        case "a"..."z", "A"..."Z": throw notPortable("`\\\(scalar)` is not a portable escape", at: place)
        default: return single(scalar)
        }
    }

    private func single(_ scalar: Unicode.Scalar) -> Item { Item(set: ScalarSet(scalar), single: scalar) }

    private mutating func hexadecimal(digits: Int, openedAt place: Int) throws(PatternError) -> Item {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let next = peek, next.isASCII, let digit = Character(next).hexDigitValue else {
                throw malformed("\(digits) hexadecimal digits must follow", at: place)
            }
            value = value * 16 + UInt32(digit)
            index += 1
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw notPortable("surrogates are not characters; write the character itself", at: place)
        }
        return single(scalar)
    }
}

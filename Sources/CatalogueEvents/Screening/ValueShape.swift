import EventBus
import EventCatalogue

/// What a value must be to pass at first sight: a definition made ready for one look at the bytes.
indirect enum ValueShape: Sendable {
    /// A text; an open enum's value too.
    case text(TextShape)
    case bool
    case integer(IntegerShape)
    case double(DoubleShape)
    /// One of the values of a closed enum.
    case listed([[UInt8]])
    case object(ObjectShape)
    case array(of: ValueShape, count: ClosedRange<Int>)
    case map(MapShape)
    /// What is rarer: the value is built, and looked at by whoever knows all the rules.
    case built(ValueDefinition)
}

/// A text.
struct TextShape: Sendable {
    /// How many Unicode scalars it has.
    var length = 0...Int.max
    var patterns: [PatternShape] = []

    /// Whether UTF-8 is such a text.
    func accepts(_ text: UnsafeRawBufferPointer) -> Bool {
        // A scalar takes one to four bytes, so most texts pass without being counted.
        if text.count > length.upperBound || text.count / 4 < length.lowerBound {
            var scalars = 0
            for byte in text where byte & 0xc0 != 0x80 { scalars += 1 }
            guard length.contains(scalars) else { return false }
        }
        return patterns.allSatisfy { $0.accepts(text) }
    }
}

/// A whole number.
struct IntegerShape: Sendable {
    var range: ClosedRange<Int64>
    /// 1 where nothing is asked.
    var multipleOf: Int64 = 1

    /// Whether a number is one of these.
    func accepts(_ number: Int64) -> Bool { range.contains(number) && number % multipleOf == 0 }
}

/// A double.
final class DoubleShape: Sendable {
    /// What it is above, and below: at a bound itself its text decides, which may lie on either side of the double.
    let above: Double
    let below: Double
    /// All of it, for numbers at a bound.
    let definition: ValueDefinition

    /// States between which bounds it lies for certain.
    init(above: Double, below: Double, definition: ValueDefinition) {
        self.above = above
        self.below = below
        self.definition = definition
    }
}

/// A pattern that many share: none of its tables is counted when it is used.
final class PatternShape: Sendable {
    private let automaton: PatternAutomaton

    /// Takes a compiled pattern.
    init(_ automaton: PatternAutomaton) { self.automaton = automaton }

    /// Whether UTF-8 matches.
    func accepts(_ text: UnsafeRawBufferPointer) -> Bool { automaton.matches(text) }
}

/// An object of declared fields.
struct ObjectShape: Sendable {
    /// A declared field.
    struct Field: Sendable {
        let shape: ValueShape
        let isNullable: Bool
    }

    let names: FieldNames
    let fields: [Field]
    /// A bit for each field that must be there.
    let required: UInt64

    /// How many fields it can have.
    static let maximumCount = 64
}

/// An object of free names.
struct MapShape: Sendable {
    let value: ValueShape
    var count = 0...Int.max
    var keyPatterns: [PatternShape] = []

    /// How many names are compared with each other.
    static let maximumCount = 64
}

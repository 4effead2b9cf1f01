/// What generated code calls to hold an event to the rules over several fields that its catalogue declares.
///
/// The logic has three values, as SQL's: `nil` is unknown. An operand without a value is unknown, and so is what is made
/// of it; a rule is broken only where it comes out as `false`. Nothing here traps.
public enum Invariant {
    /// A bool that stands in a rule.
    public static func literal(_ value: Bool) -> Bool { value }

    /// The opposite; unknown of unknown.
    @inlinable
    public static func not(_ value: Bool?) -> Bool? { value.map { !$0 } }

    /// False where either is false, else unknown where either is unknown.
    @inlinable
    public static func and(_ left: Bool?, _ right: @autoclosure () -> Bool?) -> Bool? {
        if left == false { return false }
        let right = right()
        if right == false { return false }
        return left == nil ? nil : right
    }

    /// True where either is true, else unknown where either is unknown.
    @inlinable
    public static func or(_ left: Bool?, _ right: @autoclosure () -> Bool?) -> Bool? {
        if left == true { return true }
        let right = right()
        if right == true { return true }
        return left == nil ? nil : right
    }

    /// The first where the condition is true, the second where it is false, unknown where it is unknown.
    @inlinable
    public static func choose<Value>(
        _ condition: Bool?, _ first: @autoclosure () -> Value?, _ second: @autoclosure () -> Value?
    ) -> Value? {
        guard let condition else { return nil }
        return condition ? first() : second()
    }

    /// Whether two values are equal. Texts are compared by ``same(_:_:)``.
    @inlinable
    public static func equal<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool? {
        guard let left, let right else { return nil }
        return left == right
    }

    /// Whether the first is below the second.
    @inlinable
    public static func less<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
        guard let left, let right else { return nil }
        return left < right
    }

    /// Whether the first is below the second or equal to it.
    @inlinable
    public static func atMost<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
        guard let left, let right else { return nil }
        return left <= right
    }

    /// Whether two texts are the same, scalar by scalar; Swift's `==` takes texts for equal that look alike.
    @inlinable
    public static func isSame(_ left: String, _ right: String) -> Bool {
        left == right && left.utf8.elementsEqual(right.utf8)
    }

    /// Whether two texts are the same, scalar by scalar.
    @inlinable
    public static func same(_ left: String?, _ right: String?) -> Bool? {
        guard let left, let right else { return nil }
        return isSame(left, right)
    }
}

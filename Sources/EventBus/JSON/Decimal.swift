/// Decimal text of numbers: digits out, digits in.
enum Decimal {
    /// The most bytes that ``writeShort(_:to:)`` writes.
    static let maximumShortLength = 24

    /// Writes an integer; returns how many bytes it took, at most 20.
    @inline(__always)
    static func write(_ magnitude: UInt64, negative: Bool, to room: UnsafeMutableRawPointer) -> Int {
        var at = 0
        if negative {
            room.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
            at = 1
        }
        let digits = digitCount(magnitude)
        var rest = magnitude
        var place = at + digits
        repeat {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            room.storeBytes(
                of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit), toByteOffset: place, as: UInt8.self)
            rest = quotient
        } while rest > 0
        return at + digits
    }

    @inline(__always)
    private static func digitCount(_ value: UInt64) -> Int {
        var digits = 1
        var bound: UInt64 = 10
        while value >= bound {
            digits += 1
            if digits == 20 { break }
            bound &*= 10
        }
        return digits
    }

    /// Writes a double that has at most six decimals and fifteen digits; returns 0 for any other.
    ///
    /// n / 10⁶ with n < 2⁵³ is correctly rounded by the hardware, so if it gives the value back, the decimal reads as the
    /// value; and two decimals of at most fifteen digits never read as the same double, so it is the shortest.
    @inline(__always)
    static func writeShort(_ value: Double, to room: UnsafeMutableRawPointer) -> Int {
        let magnitude = value.magnitude
        guard magnitude < 1e9 else { return 0 }
        let scaled = (magnitude * 1e6).rounded()
        guard scaled / 1e6 == magnitude else { return 0 }
        let whole = UInt64(scaled)
        let (integer, fraction) = whole.quotientAndRemainder(dividingBy: 1_000_000)
        var at = write(integer, negative: value.sign == .minus, to: room)
        room.storeBytes(of: UInt8(ascii: "."), toByteOffset: at, as: UInt8.self)
        at += 1
        var rest = fraction
        var step: UInt64 = 100_000
        repeat {
            let (digit, remainder) = rest.quotientAndRemainder(dividingBy: step)
            room.storeBytes(of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit), toByteOffset: at, as: UInt8.self)
            at += 1
            rest = remainder
            step /= 10
        } while rest > 0
        return at
    }

    /// Powers of ten that a double holds exactly.
    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The double nearest to a JSON number, ties to even; `nil` where it overflows to infinity.
    ///
    /// Clinger's fast path: a mantissa below 2⁵³ and a power of ten up to 10²² are exact, so one operation rounds once.
    static func double(_ text: UnsafeRawBufferPointer) -> Double? {
        var mantissa: UInt64 = 0
        var digits = 0
        var exponent = 0
        var seenPoint = false
        var at = 0
        let negative = text.first == UInt8(ascii: "-")
        if negative { at = 1 }
        var isExact = true
        scan: while at < text.count {
            let byte = text[at]
            switch byte {
            case 0x30...0x39:
                if digits < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
                    if mantissa != 0 { digits += 1 }
                    if seenPoint { exponent -= 1 }
                } else {
                    isExact = false
                    break scan
                }
            case UInt8(ascii: "."):
                seenPoint = true
            default:
                var power = 0
                at += 1
                let sign = text[at]
                if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at += 1 }
                while at < text.count, power < 10_000 {
                    power = power * 10 + Int(text[at] &- 0x30)
                    at += 1
                }
                exponent += sign == UInt8(ascii: "-") ? -power : power
                break scan
            }
            at += 1
        }
        if isExact, mantissa < 1 << 53 {
            if mantissa == 0 { return negative ? -0.0 : 0 }
            if exponent >= -22, exponent <= 22 {
                let value = Double(mantissa)
                let scaled = exponent < 0 ? value / exactPowers[-exponent] : value * exactPowers[exponent]
                return negative ? -scaled : scaled
            }
        }
        if isExact, exponent < 0, exponent >= -27 {
            let value = quotient(mantissa, powerOfTen: -exponent)
            return negative ? -value : value
        }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private static let powersOfFive: [UInt64] = {
        var powers: [UInt64] = [1]
        while powers.count <= 27 { powers.append(powers[powers.count - 1] * 5) }
        return powers
    }()

    /// `mantissa / 10^power`, rounded once: 10^power is 5^power · 2^power, 5²⁷ fits 64 bits, and a division of 128 bits by
    /// 64 gives 64 exact bits of the quotient and says by its remainder whether anything follows them.
    private static func quotient(_ mantissa: UInt64, powerOfTen power: Int) -> Double {
        let divisor = powersOfFive[power]
        let left = mantissa.leadingZeroBitCount
        let right = divisor.leadingZeroBitCount
        let dividend = mantissa << UInt64(left)
        let normal = divisor << UInt64(right)
        var exponent = right - left - 64 - power
        let bits: UInt64
        let rest: UInt64
        if dividend < normal {
            (bits, rest) = normal.dividingFullWidth((dividend, 0))
        } else {
            (bits, rest) = normal.dividingFullWidth((dividend >> 1, dividend << 63))
            exponent += 1
        }
        // 53 of the 64 bits stay; ties go to even, unless the remainder shows that it is none.
        let dropped = bits & 0x7ff
        var kept = bits >> 11
        if dropped > 0x400 || dropped == 0x400 && (rest != 0 || kept & 1 == 1) { kept += 1 }
        return Double(kept) * Double(sign: .plus, exponent: exponent + 11, significand: 1)
    }

    /// The magnitude of an integer's text (an optional minus and digits); `nil` where it exceeds 64 bits.
    @inline(__always)
    static func magnitude(_ text: UnsafeRawBufferPointer) -> (value: UInt64, negative: Bool)? {
        var value: UInt64 = 0
        let negative = text.first == UInt8(ascii: "-")
        for at in (negative ? 1 : 0)..<text.count {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(text[at] &- 0x30))
            if overflow || carry { return nil }
            value = sum
        }
        return (value, negative)
    }
}

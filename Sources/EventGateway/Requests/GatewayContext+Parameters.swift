import Foundation
import Hummingbird

extension GatewayContext {
    /// A parameter of the path as it is meant: clients may write any character of it as `%` and two digits (RFC 3986,
    /// section 2.1), and most do so with the colons of lists.
    ///
    /// - Throws: What Hummingbird does where the route has no such parameter; ``Problem`` 400 for digits that are none.
    func parameter(_ name: String) throws -> String {
        guard let text = try parameters.require(name).removingPercentEncoding else {
            throw Problem(.badRequest, "\(name): what stands behind a % in the path is no UTF-8 in hexadecimal digits")
        }
        return text
    }
}

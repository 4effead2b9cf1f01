import HTTPTypes
import Hummingbird

/// `/`: the dashboard. Open to everybody, since it holds nothing but itself; what it shows it asks for by paths of its own,
/// and somebody who must be known first finds the form for a token on it.
struct DashboardRoutes: Sendable {
    private let page = DashboardPage()

    func add(to router: some RouterMethods<GatewayContext>) {
        router.get("/") { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: page.policy,
                    .cacheControl: "no-cache",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: page.document)))
        }
    }
}

/// Rendered source, and what could not be rendered.
struct Rendering {
    var lines: [String]
    var problems: [GenerationProblem] = []
}

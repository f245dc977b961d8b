#pragma once

namespace parking::simulation {

/// The life of a station's process. Everything that it does to the world outside counts as a step;
/// at the step that was planned it dies, and nothing of what it does from then on is heard of.
class Life {
public:
    void begin()
    {
        m_isOver = false;
        m_left = 0;
    }
    /// It dies at the step `steps` from now; 1: the next one.
    void endAfter(int steps) { m_left = steps; }
    void end() { m_isOver = true; }
    bool isOver() const { return m_isOver; }

    /// False: it died here, or before.
    bool step()
    {
        if (m_left > 0 && --m_left == 0)
            m_isOver = true;
        return !m_isOver;
    }

private:
    bool m_isOver = true;
    int m_left = 0;
};

} // namespace parking::simulation

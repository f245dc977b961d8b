#include "widgets/statecounts.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/statepill.h"

#include <QPainter>

namespace parking::ui {

using domain::Confidence;
using domain::SpaceState;

namespace {

constexpr int kLine = 26;

} // namespace

StateCounts::StateCounts(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StateCounts::setCounts(const domain::Counts &counts)
{
    m_lines.clear();
    for (int i = 0; i < 4; ++i) {
        const auto state = SpaceState(i);
        if (counts.byState[size_t(i)] > 0)
            m_lines.append(
                {state, Confidence::Fresh, labels::text(state), counts.byState[size_t(i)]});
    }
    if (counts.unknown() > 0)
        m_lines.append({SpaceState::Free, Confidence::Stale, tr("Unknown"), counts.unknown()});
    QStringList words;
    for (const Line &line : std::as_const(m_lines))
        words.append(u"%1 %2"_s.arg(labels::number(line.number), line.text));
    setAccessibleName(words.join(u", "_s));
    updateGeometry();
    update();
}

QSize StateCounts::sizeHint() const
{
    return {200, contentsMargins().top() + int(m_lines.size()) * m_theme.scaled(kLine)};
}

void StateCounts::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int height = m_theme.scaled(kLine);
    for (int i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines[i];
        const QRectF box(0, contentsMargins().top() + i * height, width(), height);
        paintStateSign(painter, QRectF(1, box.center().y() - 7, 14, 14), line.state,
                       line.confidence, m_theme);
        painter.setFont(m_theme.font(TextStyle::Body));
        painter.setPen(t.text2);
        painter.drawText(box.adjusted(26, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, line.text);
        painter.setFont(m_theme.font(TextStyle::BodyStrong));
        painter.setPen(t.text);
        painter.drawText(box, Qt::AlignVCenter | Qt::AlignRight, labels::number(line.number));
    }
}

} // namespace parking::ui

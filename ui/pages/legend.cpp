#include "pages/legend.h"

#include "labels.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QPainter>

namespace parking::ui {

using domain::SpaceState;

LegendEntry::LegendEntry(std::optional<SpaceState> state, const Theme &theme, QWidget *parent)
    : QAbstractButton(parent), m_state(state), m_theme(theme)
{
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setText(state ? labels::text(*state) : tr("of these, sensor silent"));
    setToolTip(tr("Show only these"));
}

void LegendEntry::setCount(int count)
{
    if (m_count == count)
        return;
    m_count = count;
    setAccessibleName(QStringLiteral("%1 %2").arg(text()).arg(count));
    updateGeometry();
    update();
}

QSize LegendEntry::sizeHint() const
{
    const QFontMetrics body(m_theme.font(TextStyle::Body));
    QFont bold = m_theme.font(TextStyle::BodyStrong);
    bold.setWeight(QFont::Bold);
    // Room for three digits at least, so that live counts move nothing.
    QString widest = labels::number(m_count);
    if (widest.size() < 3)
        widest = QStringLiteral("000");
    return {18 + 6 + body.horizontalAdvance(text()) + 6
                + QFontMetrics(bold).horizontalAdvance(widest) + 8,
            m_theme.scaled(28)};
}

void LegendEntry::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(isChecked() ? QBrush(t.accentSoft) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    const QRectF sign(4, height() / 2.0 - 7, 13, 14);
    paintStateSign(painter, sign, m_state.value_or(SpaceState::Free),
                   m_state ? domain::Confidence::Fresh : domain::Confidence::Stale, m_theme);
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    const QRectF line(24, 0, width() - 24, height());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text());
    const double advance = QFontMetricsF(painter.font()).horizontalAdvance(text()) + 6;
    QFont bold = m_theme.font(TextStyle::BodyStrong);
    bold.setWeight(QFont::Bold);
    painter.setFont(bold);
    painter.setPen(t.text);
    painter.drawText(line.adjusted(advance, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     labels::number(m_count));
}

Legend::Legend(SiteModel &model, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_model(model)
{
    setObjectName(QStringLiteral("floating"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 1, 6, 1);
    layout->setSpacing(6);
    const std::optional<SpaceState> shown[] = {
        SpaceState::Free, SpaceState::Occupied, SpaceState::Reserved, SpaceState::Maintenance, {}};
    for (const auto &state : shown) {
        auto *entry = new LegendEntry(state, theme, this);
        layout->addWidget(entry);
        connect(entry, &QAbstractButton::toggled, this, &Legend::tell);
        m_entries.append(entry);
    }
    connect(&model, &SiteModel::loaded, this, &Legend::refresh);
    connect(&model, &SiteModel::countsChanged, this, &Legend::refresh);
    refresh();
}

void Legend::setPlace(const QString &building, const QString &floor)
{
    m_building = building;
    m_floor = floor;
    refresh();
}

void Legend::refresh()
{
    const Counts counts = m_model.counts(m_building, m_floor);
    for (LegendEntry *entry : std::as_const(m_entries))
        entry->setCount(entry->state() ? counts.byState[size_t(*entry->state())]
                                       : counts.silent + counts.unverified);
}

void Legend::tell()
{
    QSet<SpaceState> states;
    bool silent = false;
    for (const LegendEntry *entry : std::as_const(m_entries)) {
        if (!entry->isChecked())
            continue;
        if (entry->state())
            states.insert(*entry->state());
        else
            silent = true;
    }
    Q_EMIT highlightChanged(states, silent);
}

} // namespace parking::ui

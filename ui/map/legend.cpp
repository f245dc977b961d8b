#include "map/legend.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/statepill.h"

#include <QHBoxLayout>
#include <QPainter>

namespace parking::ui {

using domain::SpaceState;

namespace {

constexpr int kGap = 6;

} // namespace

LegendEntry::LegendEntry(std::optional<SpaceState> state, const Theme &theme, QWidget *parent)
    : QAbstractButton(parent), m_state(state), m_theme(theme)
{
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void LegendEntry::setCount(int count, int most)
{
    if (m_count == count && m_most == most)
        return;
    m_count = count;
    m_most = most;
    setAccessibleDescription(labels::number(count));
    updateGeometry();
    update();
}

void LegendEntry::setTight(bool tight)
{
    m_tight = tight;
    updateGeometry();
}

QFont LegendEntry::countFont() const
{
    QFont font = m_theme.font(TextStyle::BodyStrong);
    font.setWeight(QFont::Bold);
    return font;
}

QSize LegendEntry::sizeHint() const
{
    const QFontMetrics body(m_theme.font(TextStyle::Body));
    // Room for a digit more than now, up to what the place can have: live counts move nothing.
    const QString widest =
        labels::number(m_tight ? m_count : qMin(qMax(m_count * 10, 10), qMax(m_most, m_count)));
    const int number = QFontMetrics(countFont()).horizontalAdvance(widest);
    const int word = text().isEmpty() ? 0 : body.horizontalAdvance(text()) + kGap;
    return {padding() + sign() + kGap + word + number + padding(), m_theme.scaled(28)};
}

void LegendEntry::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || hasFocus() || underMouse()) {
        painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(isChecked()        ? QBrush(t.accentSoft)
                             : underMouse() ? QBrush(t.sunken)
                                            : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
    const QRectF box(padding(), height() / 2.0 - sign() / 2.0, sign(), sign());
    if (m_tight)
        paintDot(painter, box);
    else
        paintStateSign(painter, box, m_state.value_or(SpaceState::Free),
                       m_state ? domain::Confidence::Fresh : domain::Confidence::Stale, m_theme);
    painter.setFont(m_theme.font(TextStyle::Body));
    painter.setPen(t.text2);
    const QRectF line(box.right() + kGap, 0, width() - box.right(), height());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text());
    const double advance =
        text().isEmpty() ? 0 : QFontMetricsF(painter.font()).horizontalAdvance(text()) + kGap;
    painter.setFont(countFont());
    painter.setPen(t.text);
    painter.drawText(line.adjusted(advance, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     labels::number(m_count));
}

/// As the map draws a space at site level: a square in the chart colour, hollow when free.
void LegendEntry::paintDot(QPainter &painter, const QRectF &box) const
{
    const Tokens &t = m_theme.tokens();
    const QColor colour = m_state ? t.state(*m_state).chart : t.stale.chart;
    const bool hollow = m_state == SpaceState::Free;
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    painter.drawRect(box.adjusted(0.75, 0.75, -0.75, -0.75));
}

Legend::Legend(SiteModel &model, const Theme &theme, Form form, QWidget *parent)
    : QFrame(parent), m_model(model)
{
    setObjectName(form == Form::Floating ? u"floating"_s : u"headLegend"_s);
    setAccessibleName(tr("Legend"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 1, 6, 1);
    layout->setSpacing(2);
    m_rule = new QFrame(this);
    m_rule->setObjectName(u"rule"_s);
    m_rule->setFixedSize(1, 18);
    const std::optional<SpaceState> shown[] = {
        SpaceState::Free, SpaceState::Occupied, SpaceState::Reserved, SpaceState::Maintenance, {}};
    for (const auto &state : shown) {
        auto *entry = new LegendEntry(state, theme, this);
        entry->setTight(form == Form::InHeader);
        if (!state) { // it stands apart, because it is no fifth state
            layout->addSpacing(4);
            layout->addWidget(m_rule);
            layout->addSpacing(4);
        }
        layout->addWidget(entry);
        connect(entry, &QAbstractButton::toggled, this, &Legend::tell);
        m_entries.append(entry);
    }
    connect(&model, &SiteModel::loaded, this, &Legend::refresh);
    connect(&model, &SiteModel::countsChanged, this, &Legend::refresh);
    fit(0);
    refresh();
}

void Legend::setPlace(const QString &building, const QString &floor)
{
    m_building = building;
    m_floor = floor;
    refresh();
}

int Legend::wide() const
{
    int width = 12 + 8 + 1 + 2 * int(m_entries.size() + 2);
    for (const LegendEntry *entry : m_entries)
        width += entry->sizeHint().width();
    return width;
}

void Legend::fit(int width)
{
    const QString silent[] = {tr("of these, sensor silent"), tr("sensor silent"), tr("Silent"), {}};
    for (const QString &word : silent) {
        for (LegendEntry *entry : std::as_const(m_entries)) {
            const QString full = entry->state() ? labels::text(*entry->state()) : silent[0];
            entry->setAccessibleName(full);
            // Where no word fits, the signs stand alone; their tool tips say the words.
            entry->setToolTip(word.isEmpty() ? tr("%1: show only these").arg(full)
                                             : tr("Show only these"));
            entry->setText(word.isEmpty() || !entry->state() ? word : full);
        }
        if (width == 0 || wide() <= width)
            break;
    }
    refresh();
    updateGeometry();
}

bool Legend::fits(int width) const
{
    return wide() <= width;
}

void Legend::reset()
{
    for (LegendEntry *entry : std::as_const(m_entries))
        entry->setChecked(false);
}

void Legend::refresh()
{
    const Counts counts = m_model.counts(m_building, m_floor);
    for (LegendEntry *entry : std::as_const(m_entries))
        entry->setCount(entry->state() ? counts.byState[size_t(*entry->state())]
                                       : counts.silent + counts.unverified,
                        counts.total);
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

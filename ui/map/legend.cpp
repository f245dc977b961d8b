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

/// The five numbers of a place add up to all of it.
int countOf(const Counts &counts, std::optional<SpaceState> state)
{
    return state ? counts.byState[size_t(*state)] : counts.unknown();
}

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

void LegendEntry::setNote(const QString &note)
{
    if (m_note == note)
        return;
    m_note = note;
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
    const int note = m_note.isEmpty()
        ? 0
        : kGap + QFontMetrics(m_theme.font(TextStyle::Caption)).horizontalAdvance(m_note);
    return {padding() + sign() + kGap + word + number + note + padding(), m_theme.scaled(28)};
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
    const QRectF rest = line.adjusted(advance, 0, 0, 0);
    const QString number = labels::number(m_count);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, number);
    if (m_note.isEmpty())
        return;
    const double numberWide = QFontMetricsF(painter.font()).horizontalAdvance(number) + kGap;
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text3);
    painter.drawText(rest.adjusted(numberWide, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_note);
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
    : QFrame(parent), m_model(model), m_form(form)
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
        if (!state) { // it stands apart, because it is no state
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
    enum class Words { WithReasons, Names, None };
    for (const Words words : {Words::WithReasons, Words::Names, Words::None}) {
        m_saysReasons = words == Words::WithReasons && m_form == Form::Floating;
        for (LegendEntry *entry : std::as_const(m_entries)) {
            const QString name = entry->state() ? labels::text(*entry->state()) : tr("Unknown");
            entry->setAccessibleName(name);
            // Where no word fits, the signs stand alone; their tool tips say the words.
            entry->setToolTip(words == Words::None ? tr("%1: show only these").arg(name)
                                                   : tr("Show only these"));
            entry->setText(words == Words::None ? QString() : name);
        }
        refresh();
        if (width == 0 || wide() <= width)
            break;
    }
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
    for (LegendEntry *entry : std::as_const(m_entries)) {
        entry->setCount(countOf(counts, entry->state()), counts.total);
        if (!entry->state())
            entry->setNote(m_saysReasons ? reasons(counts) : QString());
    }
}

QString Legend::reasons(const Counts &counts) const
{
    const QString words[] = {tr("never heard %1"), tr("silent %1"), tr("no word yet %1")};
    QStringList said;
    for (size_t why = 0; why < counts.byUnknown.size(); ++why) {
        if (counts.byUnknown[why] > 0)
            said.append(words[why].arg(labels::number(counts.byUnknown[why])));
    }
    return said.join(u"  "_s);
}

void Legend::tell()
{
    QSet<SpaceState> states;
    bool unknown = false;
    for (const LegendEntry *entry : std::as_const(m_entries)) {
        if (!entry->isChecked())
            continue;
        if (entry->state())
            states.insert(*entry->state());
        else
            unknown = true;
    }
    Q_EMIT highlightChanged(states, unknown);
}

} // namespace parking::ui

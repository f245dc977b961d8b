#include "health/checktable.h"

#include "base/literals.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHash>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kSign = 44;
constexpr int kName = 148;
constexpr int kSince = 78;
constexpr int kEdge = 16;

/// A column of which a label is a part, and the way there may be another: columns stay in line.
QWidget *makeCell(QLabel &label)
{
    auto *cell = new QWidget(label.parentWidget());
    cell->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *line = new QHBoxLayout(cell);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(&label, 1);
    return cell;
}

/// The signs that the icons have no file for: a filled octagon, a dashed ring with "?", a ring.
void paintSign(QPainter &painter, const Theme &theme, CheckSign sign, const QRectF &box)
{
    const Tokens &t = theme.tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    if (sign == CheckSign::Fails) {
        QPolygonF octagon;
        const double cut = box.width() * 0.29;
        for (const auto &[x, y] : {std::pair{cut, 0.0},
                                   {box.width() - cut, 0.0},
                                   {box.width(), cut},
                                   {box.width(), box.height() - cut},
                                   {box.width() - cut, box.height()},
                                   {cut, box.height()},
                                   {0.0, box.height() - cut},
                                   {0.0, cut}})
            octagon.append(box.topLeft() + QPointF(x, y));
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.danger);
        painter.drawPolygon(octagon);
        painter.setPen(QPen(t.surface, box.width() / 9, Qt::SolidLine, Qt::RoundCap));
        const double x = box.center().x();
        painter.drawLine(QPointF(x, box.top() + box.height() * 0.25),
                         QPointF(x, box.top() + box.height() * 0.54));
        painter.drawPoint(QPointF(x, box.top() + box.height() * 0.75));
        return;
    }
    QPen pen(t.text2, 1.5);
    if (sign == CheckSign::Unknown)
        pen.setDashPattern({2, 1.6});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(box.adjusted(1, 1, -1, -1));
    if (sign == CheckSign::Unknown) {
        painter.setFont(theme.font(TextStyle::Axis));
        painter.drawText(box, Qt::AlignCenter, u"?"_s);
    }
}

} // namespace

QPixmap signOf(const Theme &theme, CheckSign sign, int size, qreal ratio)
{
    const Tokens &t = theme.tokens();
    if (sign == CheckSign::Warns)
        return theme.pixmap(u"warning"_s, size, t.warning, ratio);
    if (sign == CheckSign::Works)
        return theme.pixmap(u"check"_s, size, t.ok, ratio);
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintSign(painter, theme, sign, QRectF(1, 1, size - 2, size - 2));
    return pixmap;
}

QString signWords(CheckSign sign)
{
    switch (sign) {
    case CheckSign::Fails:
        return CheckTable::tr("Does not work");
    case CheckSign::Warns:
        return CheckTable::tr("Needs attention");
    case CheckSign::Works:
        return CheckTable::tr("Works");
    case CheckSign::Unknown:
        return CheckTable::tr("Not known");
    case CheckSign::NotSetUp:
        return CheckTable::tr("Not set up");
    }
    return {};
}

QString CheckLine::words() const
{
    QStringList parts{name, signWords(sign), value, since, advice.isEmpty() ? link : advice};
    parts.removeAll(QString());
    return parts.join(u"; "_s);
}

// --- A row ---------------------------------------------------------------------------------------

CheckRow::CheckRow(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"checkRow"_s);
    m_sign = makeLabel(this);
    m_name = makeLabel(this);
    setTextStyle(*m_name, "strong"_L1);
    m_value = makeLabel(this);
    m_since = makeLabel(this, "secondary"_L1);
    m_advice = makeLabel(this);
    m_link = new QPushButton(this);
    m_link->setProperty("kind", u"link"_s);
    m_value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_advice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_link, &QPushButton::clicked, this, [this] {
        if (m_line.follow)
            m_line.follow();
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, kEdge, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sign);
    layout->addWidget(m_name);
    layout->addWidget(makeCell(*m_value), 5);
    layout->addSpacing(12);
    layout->addWidget(m_since);
    layout->addWidget(makeCell(*m_advice), 6);
    connect(&theme, &Theme::changed, this, &CheckRow::refresh);
}

void CheckRow::setLine(const CheckLine &line)
{
    m_line = line;
    refresh();
}

void CheckRow::setChosen(bool chosen)
{
    if (std::exchange(m_isChosen, chosen) != chosen)
        update();
}

void CheckRow::setNarrow(bool narrow)
{
    m_isNarrow = narrow;
    refresh();
}

void CheckRow::refresh()
{
    setMinimumHeight(m_theme.scaled(36));
    setMaximumHeight(m_theme.scaled(36));
    m_sign->setFixedWidth(m_theme.scaled(kSign));
    m_sign->setAlignment(Qt::AlignCenter);
    m_sign->setPixmap(signOf(m_theme, m_line.sign, 18, devicePixelRatioF()));
    m_name->setFixedWidth(m_theme.scaled(kName));
    m_name->setText(m_line.name);
    m_since->setFixedWidth(m_theme.scaled(kSince));
    m_since->setText(m_line.since);
    setRole(*m_value,
            m_line.sign == CheckSign::Fails       ? "danger"_L1
                : m_line.sign == CheckSign::Warns ? "warning"_L1
                : m_line.sign == CheckSign::Works ? QLatin1StringView()
                                                  : "secondary"_L1);
    m_link->setText(m_line.link);
    m_link->setAccessibleName(u"%1: %2"_s.arg(m_line.name, m_line.link));
    // What is no link has all of its column; where that is away the link stands with the value.
    QWidget *cell = (m_isNarrow ? m_value : m_advice)->parentWidget();
    if (m_link->parentWidget() != cell)
        static_cast<QHBoxLayout *>(cell->layout())->addWidget(m_link, 0, Qt::AlignLeft);
    m_advice->setVisible(m_line.link.isEmpty());
    m_advice->parentWidget()->setVisible(!m_isNarrow);
    m_link->setVisible(!m_line.link.isEmpty());
    setAccessibleName(m_line.words());
    elide();
}

void CheckRow::elide()
{
    const auto put = [](QLabel &label, const QString &text) {
        label.setToolTip(label.fontMetrics().horizontalAdvance(text) > label.width() ? text
                                                                                     : QString());
        label.setText(
            label.fontMetrics().elidedText(text, Qt::ElideRight, std::max(40, label.width())));
        label.setAccessibleName(text);
    };
    put(*m_value, m_line.value);
    put(*m_advice, m_line.link.isEmpty() ? m_line.advice : QString());
}

void CheckRow::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    layout()->activate();
    elide();
}

void CheckRow::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    const Tokens &t = m_theme.tokens();
    if (m_isChosen) {
        painter.fillRect(rect(), t.accentSoft);
        painter.fillRect(QRect(0, 0, 3, height()), t.accent);
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
}

void CheckRow::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT chosen();
}

// --- All of them ---------------------------------------------------------------------------------

CheckTable::CheckTable(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"card"_s);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Checks"));
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    m_layout->addWidget(makeHead());
}

QWidget *CheckTable::makeHead()
{
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(m_theme.scaled(kSign), 0, kEdge, 0);
    layout->setSpacing(0);
    const auto add = [&](const QString &text) {
        QLabel *label = makeLabel(head, "secondary"_L1, text);
        setTextStyle(*label, "strong"_L1);
        return label;
    };
    QLabel *name = add(tr("Check"));
    name->setFixedWidth(m_theme.scaled(kName));
    QLabel *value = add(tr("Value"));
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QLabel *since = add(tr("Since"));
    since->setFixedWidth(m_theme.scaled(kSince));
    m_adviceHead = add(tr("What to do"));
    m_adviceHead->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(name);
    layout->addWidget(value, 5);
    layout->addSpacing(12);
    layout->addWidget(since);
    layout->addWidget(m_adviceHead, 6);
    head->setFixedHeight(m_theme.scaled(32));
    return head;
}

void CheckTable::setLines(QList<CheckLine> lines)
{
    std::stable_sort(lines.begin(), lines.end(),
                     [](const CheckLine &a, const CheckLine &b) { return a.sign < b.sign; });
    QMultiHash<QString, CheckRow *> known;
    for (CheckRow *row : std::as_const(m_rows))
        known.insert(row->line().id, row);
    m_rows.clear();
    bool isMoved = false;
    for (const CheckLine &line : std::as_const(lines)) {
        CheckRow *row = known.take(line.id);
        if (!row) {
            row = new CheckRow(m_theme, this);
            row->setNarrow(m_isNarrow);
            connect(row, &CheckRow::chosen, this, [this, row] { choose(row->line().id); });
        }
        // One that stands where it stood is not touched: somebody may be pressing its link.
        const int at = int(m_rows.size()) + 1; // the head is above
        if (m_layout->indexOf(row) != at) {
            m_layout->insertWidget(at, row);
            row->show(); // a new one: now, and not with the next look at events
            isMoved = true;
        }
        m_rows.append(row);
        if (line.link.isEmpty())
            takeFocusFrom(*row);
        row->setLine(line);
    }
    for (CheckRow *gone : std::as_const(known)) {
        takeFocusFrom(*gone);
        delete gone;
    }
    if (isMoved)
        orderTabs();
    mark(m_chosen);
}

/// The next link in the order of Tab would get it, and leads elsewhere.
void CheckTable::takeFocusFrom(const CheckRow &row)
{
    if (!row.link()->hasFocus())
        return;
    if (m_chosen.isEmpty())
        m_chosen = row.line().id;
    setFocus(Qt::OtherFocusReason);
}

void CheckTable::orderTabs()
{
    QWidget *before = this;
    for (const CheckRow *row : std::as_const(m_rows)) {
        setTabOrder(before, row->link());
        before = row->link();
    }
}

QList<CheckLine> CheckTable::lines() const
{
    QList<CheckLine> lines;
    for (const CheckRow *row : m_rows)
        lines.append(row->line());
    return lines;
}

void CheckTable::mark(const QString &id)
{
    m_chosen = id;
    for (CheckRow *row : std::as_const(m_rows))
        row->setChosen(!id.isEmpty() && row->line().id == id);
}

void CheckTable::choose(const QString &id)
{
    mark(id);
    Q_EMIT opened(id);
}

void CheckTable::setNarrow(bool narrow)
{
    m_isNarrow = narrow;
    m_adviceHead->setVisible(!narrow);
    for (CheckRow *row : std::as_const(m_rows))
        row->setNarrow(narrow);
}

void CheckTable::step(int by)
{
    if (m_rows.isEmpty())
        return;
    qsizetype at = -1;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i]->line().id == m_chosen)
            at = i;
    }
    at = at < 0 ? (by > 0 ? 0 : m_rows.size() - 1)
                : std::clamp<qsizetype>(at + by, 0, m_rows.size() - 1);
    mark(m_rows[at]->line().id);
    setAccessibleDescription(m_rows[at]->line().words());
}

void CheckTable::focusInEvent(QFocusEvent *event)
{
    QFrame::focusInEvent(event);
    const bool isByKey =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (m_chosen.isEmpty() && isByKey) // that the page is shown chooses no row
        step(1);
}

void CheckTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        step(event->key() == Qt::Key_Down ? 1 : -1);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
               && !m_chosen.isEmpty()) {
        Q_EMIT opened(m_chosen);
    } else if (event->key() == Qt::Key_C && event->modifiers() == Qt::NoModifier
               && !m_chosen.isEmpty()) {
        for (const CheckRow *row : std::as_const(m_rows)) {
            if (row->line().id == m_chosen)
                Q_EMIT copyAsked(row->line().words());
        }
    } else {
        QFrame::keyPressEvent(event);
    }
}

} // namespace parking::ui

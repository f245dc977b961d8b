#include "events/payloadview.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

namespace parking::ui {

namespace {

constexpr int kColumns = 8;
constexpr int kMostRows = 16; ///< 128 bytes; longer ones say so
constexpr int kRow = 40;

} // namespace

// --- Bytes ---------------------------------------------------------------------------------------

ByteBox::ByteBox(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int ByteBox::rows() const
{
    return std::clamp(int((m_bytes.size() + kColumns - 1) / kColumns), 1, kMostRows);
}

void ByteBox::setBytes(const QByteArray &bytes)
{
    m_bytes = bytes;
    m_first = m_last = -1;
    setAccessibleName(
        bytes.isEmpty()
            ? tr("No bytes")
            : tr("Bytes %1").arg(QString::fromLatin1(bytes.left(kColumns * kMostRows).toHex(' '))));
    updateGeometry();
    update();
}

void ByteBox::setMarked(int first, int last)
{
    m_first = first;
    m_last = last;
    update();
}

QSize ByteBox::sizeHint() const
{
    return {m_theme.scaled(280), m_theme.scaled(rows() * kRow + 12)};
}

QRect ByteBox::cellOf(int byte) const
{
    const int wide = (width() - 16) / kColumns;
    return {8 + byte % kColumns * wide, m_theme.scaled(6 + byte / kColumns * kRow), wide,
            m_theme.scaled(kRow)};
}

void ByteBox::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(t.border);
    painter.setBrush(t.window);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const int shown = int(std::min<qsizetype>(m_bytes.size(), kColumns * kMostRows));
    for (int byte = 0; byte < shown; ++byte) {
        const QRect cell = cellOf(byte);
        if (m_first >= 0 && byte >= m_first && byte <= m_last) {
            painter.setPen(t.accent);
            painter.setBrush(t.accentSoft);
            painter.drawRoundedRect(QRectF(cell).adjusted(0.5, 2.5, -0.5, -2.5), 4, 4);
        }
        painter.setFont(m_theme.monoFont(TextStyle::CardTitle));
        painter.setPen(t.text);
        painter.drawText(cell.adjusted(0, 5, 0, -m_theme.scaled(16)), Qt::AlignCenter,
                         QString::fromLatin1(m_bytes.mid(byte, 1).toHex()).toUpper());
        painter.setFont(m_theme.monoFont(TextStyle::Axis));
        painter.setPen(t.text3);
        painter.drawText(cell.adjusted(0, m_theme.scaled(20), 0, -3), Qt::AlignCenter,
                         QString::number(byte));
    }
}

void ByteBox::mouseMoveEvent(QMouseEvent *event)
{
    for (int byte = 0; byte < m_bytes.size() && byte < kColumns * kMostRows; ++byte) {
        if (cellOf(byte).contains(event->position().toPoint())) {
            Q_EMIT pointed(byte);
            return;
        }
    }
    Q_EMIT pointed(-1);
}

void ByteBox::leaveEvent(QEvent *)
{
    Q_EMIT pointed(-1);
}

// --- With their fields ---------------------------------------------------------------------------

PayloadView::PayloadView(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *title = makeLabel(this, {}, tr("Payload"));
    setTextStyle(*title, "strong"_L1);
    m_size = makeLabel(this, "caption"_L1);
    auto *copy = new QPushButton(theme.icon(u"copy"_s), tr("Copy"), this);
    copy->setProperty("kind", u"link"_s);
    copy->setToolTip(tr("Copy as hex (Shift+C)"));
    connect(copy, &QPushButton::clicked, this, [this] { Q_EMIT copyAsked(m_bytes); });
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(title);
    head->addWidget(m_size, 1);
    head->addWidget(copy);
    m_box = new ByteBox(theme, this);
    m_type = makeLabel(this, {}, {});
    setTextStyle(*m_type, "strong"_L1);
    m_none = makeLabel(this, "secondary"_L1);
    m_none->setWordWrap(true);
    m_list = new QVBoxLayout;
    m_list->setSpacing(0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_box);
    layout->addWidget(m_type);
    layout->addLayout(m_list);
    layout->addWidget(m_none);
    connect(m_box, &ByteBox::pointed, this, [this](int byte) {
        int field = -1;
        for (int i = 0; i < m_fields.size() && byte >= 0; ++i) {
            if (m_fields[i].first >= 0 && byte >= m_fields[i].first && byte <= m_fields[i].last)
                field = i;
        }
        mark(field);
    });
}

void PayloadView::setReading(const domain::Reading &reading)
{
    m_bytes = reading.payload;
    m_size->setText(
        tr("%n bytes, port %1", nullptr, int(reading.payload.size())).arg(reading.fPort));
    m_box->setBytes(reading.payload);
    m_type->show();
    m_type->setText(reading.deviceType.isEmpty()
                        ? tr("Not decoded")
                        : tr("Decoded · %1").arg(labels::deviceType(reading.deviceType)));
    m_none->setText(labels::notDecoded(reading));
    m_none->setVisible(!m_none->text().isEmpty());
    fill(labels::fields(reading));
}

void PayloadView::setBytes(const QByteArray &bytes, qint64 whole)
{
    m_bytes = bytes;
    m_size->setText(whole > bytes.size()
                        ? tr("the first %1 of %2 bytes").arg(bytes.size()).arg(whole)
                        : tr("%n bytes", nullptr, int(bytes.size())));
    m_box->setBytes(bytes);
    m_type->hide();
    m_none->hide();
    fill({});
}

void PayloadView::fill(const QList<labels::FieldWords> &fields)
{
    m_fields = fields;
    m_marked = -1;
    qDeleteAll(m_rows);
    m_rows.clear();
    for (const labels::FieldWords &field : fields) {
        auto *row = new QFrame(this);
        row->setObjectName(u"fieldRow"_s);
        row->setFocusPolicy(Qt::TabFocus);
        row->setAccessibleName(field.bytes.isEmpty()
                                   ? tr("%1, %2").arg(field.name, field.value)
                                   : tr("%1, %2, %3").arg(field.name, field.value, field.bytes));
        row->installEventFilter(this);
        auto *name = makeLabel(row, "secondary"_L1, field.name);
        name->setWordWrap(true);
        auto *value = makeLabel(row, {}, field.value);
        setTextStyle(*value, "strong"_L1);
        auto *bytes = makeLabel(row, "caption"_L1, field.bytes);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(8, 4, 8, 4);
        line->setSpacing(8);
        line->addWidget(name, 5);
        line->addWidget(value, 3);
        line->addWidget(bytes, 4, Qt::AlignRight | Qt::AlignVCenter);
        m_list->addWidget(row);
        m_rows.append(row);
    }
}

void PayloadView::mark(int field)
{
    m_marked = field;
    for (int i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setProperty("marked", i == field);
        m_rows[i]->style()->unpolish(m_rows[i]);
        m_rows[i]->style()->polish(m_rows[i]);
    }
    if (field >= 0 && m_fields[field].first >= 0)
        m_box->setMarked(m_fields[field].first, m_fields[field].last);
    else
        m_box->setMarked(-1, -1);
}

bool PayloadView::eventFilter(QObject *watched, QEvent *event)
{
    const qsizetype row = m_rows.indexOf(static_cast<QWidget *>(watched));
    if (row >= 0 && (event->type() == QEvent::Enter || event->type() == QEvent::FocusIn))
        mark(int(row));
    else if (row >= 0 && (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut))
        mark(-1);
    return QWidget::eventFilter(watched, event);
}

} // namespace parking::ui

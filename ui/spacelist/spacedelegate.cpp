#include "spacelist/spacedelegate.h"

#include "base/literals.h"
#include "lamps/lampdisc.h"
#include "widgets/listtable.h"
#include "widgets/statepill.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kEdge = 20; ///< before the box
constexpr int kSign = 16;
constexpr int kPad = 8;

QColor colourOf(SpaceRows::Tone tone, const Tokens &t)
{
    switch (tone) {
    case SpaceRows::Tone::Plain:
    case SpaceRows::Tone::Strong:
        return t.text;
    case SpaceRows::Tone::Quiet:
        return t.text2;
    case SpaceRows::Tone::Warning:
        return t.warning;
    case SpaceRows::Tone::Danger:
        return t.danger;
    }
    return t.text;
}

QString iconOf(const QStringList &features)
{
    return features.contains(u"charging"_s)  ? u"charging"_s
        : features.contains(u"accessible"_s) ? u"accessible"_s
                                             : QString();
}

} // namespace

SpaceDelegate::SpaceDelegate(const SpaceRows &rows, const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_rows(rows), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] { m_signs.clear(); });
}

void SpaceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    painter->save();
    paintRowGround(*painter, option, index.column() == 0, m_theme);
    if (!m_rows.fits(index.row()))
        painter->setOpacity(0.5); // it went, by the filter, and stays until that is touched
    if (index.column() == SpaceRows::Tick) {
        if (!m_rows.isReadOnly())
            paintTickBox(*painter, option.rect, kEdge, m_rows.isTicked(index.row()), false,
                         m_theme);
    } else {
        paintCell(*painter, option.rect, index.row(), index.column());
    }
    painter->restore();
}

QPixmap SpaceDelegate::stateSign(const domain::SpaceStatus &status, domain::Confidence confidence,
                                 qreal ratio) const
{
    const domain::Confidence sure = domain::whyUnknown(status, confidence) ? confidence
        : status.certainty(confidence) == domain::Confidence::Stale ? domain::Confidence::Stale
                                                                    : domain::Confidence::Fresh;
    const quint64 key =
        quint64(status.state) | quint64(sure) << 8 | quint64(qRound(ratio * 100)) << 16;
    QPixmap &sign = m_signs[key];
    if (sign.isNull()) {
        sign = QPixmap((QSizeF(kSign, kSign) * ratio).toSize());
        sign.setDevicePixelRatio(ratio);
        sign.fill(Qt::transparent);
        QPainter painter(&sign);
        painter.setRenderHint(QPainter::Antialiasing);
        paintStateSign(painter, QRectF(1.5, 1, kSign - 3, kSign - 2), status.state, sure, m_theme);
    }
    return sign;
}

void SpaceDelegate::paintCell(QPainter &painter, const QRect &rect, int row, int column) const
{
    const Tokens &t = m_theme.tokens();
    const SpaceRows::Cell cell = m_rows.cell(row, column);
    const qreal ratio = painter.device()->devicePixelRatioF();
    const bool isRight = column == SpaceRows::Since || column == SpaceRows::Battery;
    QRect inside = rect.adjusted(kPad, 0, isRight ? -2 * kPad : -kPad, 0);
    const auto sign = [&](const QPixmap &pixmap, int size) {
        painter.drawPixmap(QPointF(inside.left(), inside.center().y() - size / 2.0 + 0.5), pixmap);
        inside.setLeft(inside.left() + size + 8);
    };
    if (column == SpaceRows::State)
        sign(stateSign(m_rows.status(row), m_rows.confidence(row), ratio), kSign);
    if (column == SpaceRows::Lamp && cell.tone == SpaceRows::Tone::Plain && !cell.text.isEmpty())
        sign(lampDisc(m_rows.display(m_rows.space(row).displayEui)->shownColour, m_theme, ratio),
             14);
    if (const QString icon =
            column == SpaceRows::Features ? iconOf(m_rows.space(row).features) : QString();
        !icon.isEmpty())
        sign(m_theme.pixmap(icon, kSign, t.text2, ratio), kSign);
    if (column == SpaceRows::Code && m_rows.hasDraft(row)) {
        painter.drawPixmap(QPointF(inside.right() - 14, inside.center().y() - 7),
                           m_theme.pixmap(u"edit"_s, 14, t.accent, ratio));
        inside.setRight(inside.right() - 18);
    }
    const bool isStrong = cell.tone == SpaceRows::Tone::Strong
        || cell.tone == SpaceRows::Tone::Warning || cell.tone == SpaceRows::Tone::Danger;
    painter.setFont(m_theme.font(isStrong ? TextStyle::BodyStrong : TextStyle::Body));
    painter.setPen(colourOf(cell.tone, t));
    const QString text =
        painter.fontMetrics().elidedText(cell.text, Qt::ElideRight, inside.width());
    painter.drawText(inside, (isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, text);
    if (cell.isAmiss)
        painter.drawPixmap(
            QPointF(inside.right() - painter.fontMetrics().horizontalAdvance(text) - 22,
                    inside.center().y() - 7.5),
            m_theme.pixmap(u"warning"_s, kSign, t.warning, ratio));
}

// --- Header --------------------------------------------------------------------------------------

SpaceHeader::SpaceHeader(SpaceRows &rows, const Theme &theme, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent), m_rows(rows), m_theme(theme)
{
    setHighlightSections(false);
    setSectionsClickable(true);
    setSortIndicatorShown(true);
    connect(this, &QHeaderView::sectionClicked, this, [this](int section) {
        if (section == SpaceRows::Tick)
            m_rows.tickAll(shownTicked() == 0);
    });
    connect(&rows, &SpaceRows::ticksChanged, viewport(), qOverload<>(&QWidget::update));
}

/// Those that a filter hides are not what this tick stands over.
int SpaceHeader::shownTicked() const
{
    int ticked = 0;
    for (int row = 0; m_rows.tickedCount() > 0 && row < m_rows.rowCount(); ++row)
        ticked +=
            m_rows.index(row, SpaceRows::Tick).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return ticked;
}

/// Behind the words, or before those that stand at the right.
void SpaceHeader::paintOrder(QPainter &painter, const QRect &rect, int section) const
{
    constexpr int kArrow = 14;
    const QString words = model()->headerData(section, orientation(), Qt::DisplayRole).toString();
    const int wide = QFontMetrics(m_theme.font(TextStyle::BodyStrong)).horizontalAdvance(words);
    const bool isRight =
        model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    const int x = isRight ? rect.right() - kPad - wide - kArrow - 4 : rect.left() + kPad + wide + 4;
    const bool isUp = sortIndicatorOrder() == Qt::AscendingOrder;
    painter.drawPixmap(QPointF(x, rect.center().y() - kArrow / 2.0 + 1),
                       m_theme.pixmap(isUp ? u"arrow-up"_s : u"arrow-down"_s, kArrow,
                                      m_theme.tokens().text2,
                                      painter.device()->devicePixelRatioF()));
}

void SpaceHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    painter->save();
    QHeaderView::paintSection(painter, rect, section);
    painter->restore();
    if (section == sortIndicatorSection() && section != SpaceRows::Tick)
        paintOrder(*painter, rect, section);
    if (section != SpaceRows::Tick || m_rows.isReadOnly())
        return;
    const int ticked = shownTicked();
    const bool all = ticked > 0 && ticked >= m_rows.rowCount();
    paintTickBox(*painter, rect, kEdge, all, ticked > 0 && !all, m_theme);
}

} // namespace parking::ui

#include "spacelist/importtable.h"

#include "base/csv.h"
#include "base/literals.h"
#include "spacelist/importwords.h"
#include "widgets/listtable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace parking::ui {

using domain::LineKind;
using domain::SheetLine;

namespace {

constexpr int kRow = 36;
constexpr int kPad = 10;
constexpr int kWidest = 220; ///< of a field
constexpr int kHappens = 260; ///< what happens has at least
constexpr int kLookedAt = 200; ///< lines, for the width of a column
constexpr int kLongest = 200; ///< signs of a field that are measured and drawn

/// Cells by what the line does: a bar, a sign, a wave under what is wrong.
class LineDelegate : public QStyledItemDelegate {
public:
    LineDelegate(const ImportLines &lines, const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_lines(lines), m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Tokens &t = m_theme.tokens();
        const SheetLine &line = m_lines.line(index.row());
        const QRect rect = option.rect;
        const bool isFirst = index.column() == ImportLines::Line;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintRowGround(*painter, option, isFirst, m_theme);
        if (line.kind == LineKind::Wrong) {
            painter->fillRect(rect.adjusted(0, 0, 0, -1), t.dangerSoft);
            const QColor bar = option.state & QStyle::State_Selected ? t.accent : t.danger;
            if (isFirst)
                painter->fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), bar);
            if (option.state & QStyle::State_Selected) {
                painter->fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), t.accent);
                painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.accent);
            }
        }
        if (index.column() == ImportLines::Sign)
            paintSign(*painter, rect, line);
        else
            paintText(*painter, rect, index, line);
        painter->restore();
    }

private:
    void paintSign(QPainter &painter, const QRect &rect, const SheetLine &line) const
    {
        const Tokens &t = m_theme.tokens();
        if (line.kind == LineKind::Same)
            return;
        const auto &[icon, colour] = line.kind == LineKind::New ? std::pair(u"plus"_s, t.ok)
            : line.kind == LineKind::Changed                    ? std::pair(u"edit"_s, t.accent)
                                             : std::pair(u"cross-circle"_s, t.danger);
        const QPixmap sign =
            m_theme.pixmap(icon, 16, colour, painter.device()->devicePixelRatioF());
        painter.drawPixmap(rect.center() - QPoint(7, 7), sign);
    }

    void paintText(QPainter &painter, const QRect &rect, const QModelIndex &index,
                   const SheetLine &line) const
    {
        const Tokens &t = m_theme.tokens();
        const int place = index.column() - ImportLines::Fields;
        const bool happens = index.column() == m_lines.happensColumn();
        const bool isField = place >= 0 && !happens;
        const bool isWrong = line.kind == LineKind::Wrong;
        const QString column = isField ? m_lines.sheet().columns[place].column : QString();
        const bool isWrongCell = isWrong && (happens || (isField && line.wrong == place));
        const bool isStrong = column == u"code" || (happens && isWrong);
        painter.setFont(isEui(column)
                            ? m_theme.monoFont(TextStyle::Caption)
                            : m_theme.font(isStrong ? TextStyle::BodyStrong : TextStyle::Body));
        const bool isQuiet = line.kind == LineKind::Same || index.column() == ImportLines::Line
            || (isField && column.isEmpty());
        painter.setPen(isWrongCell ? t.danger : isQuiet ? t.text3 : t.text);
        const QRect room = rect.adjusted(kPad, 0, -kPad, 0);
        QString text = index.data(Qt::DisplayRole).toString().left(kLongest);
        text.replace(u'\n', u' ');
        text = painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width());
        const int wide = painter.fontMetrics().horizontalAdvance(text);
        if (isField && line.changed.contains(place)) {
            QPainterPath box;
            box.addRoundedRect(
                QRectF(room.left() - 5, rect.center().y() - 11, std::max(wide, 12) + 10, 23), 4, 4);
            painter.fillPath(box, t.accentSoft);
        }
        const auto align = index.column() == ImportLines::Line ? Qt::AlignRight : Qt::AlignLeft;
        painter.drawText(room, int(align | Qt::AlignVCenter), text);
        if (isField && isWrongCell)
            paintWave(painter, room.left(), rect.center().y() + 10, std::max(wide, 24));
    }

    void paintWave(QPainter &painter, double x, double y, double wide) const
    {
        QPolygonF wave;
        for (int i = 0; i * 3 <= wide; ++i)
            wave.append({x + i * 3, y + (i % 2 ? 2.0 : 0.0)});
        painter.setPen(QPen(m_theme.tokens().danger, 1.2));
        painter.drawPolyline(wave);
    }

    const ImportLines &m_lines;
    const Theme &m_theme;
};

} // namespace

ImportTable::ImportTable(ImportLines &lines, const Theme &theme, QWidget *parent)
    : QTableView(parent), m_lines(lines), m_theme(theme)
{
    setModel(&lines);
    setItemDelegate(new LineDelegate(lines, theme, this));
    setAccessibleName(tr("Lines of the file"));
    makeList(*this);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // no column moves for it
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(24);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(theme.scaled(kRow));
    connect(&lines, &QAbstractItemModel::modelReset, this, &ImportTable::fitColumns);
    connect(&theme, &Theme::changed, this, [this] {
        verticalHeader()->setDefaultSectionSize(m_theme.scaled(kRow));
        fitColumns();
        viewport()->update();
    });
}

void ImportTable::fitColumns()
{
    const QFontMetrics text(m_theme.font(TextStyle::BodyStrong));
    const QFontMetrics mono(m_theme.monoFont(TextStyle::Caption));
    setColumnWidth(ImportLines::Line, m_theme.scaled(64));
    setColumnWidth(ImportLines::Sign, m_theme.scaled(36));
    const auto &sheet = m_lines.sheet();
    for (int place = 0; place < int(sheet.columns.size()); ++place) {
        const QString &column = sheet.columns[place].column;
        int wide = text.horizontalAdvance(titleOf(column)) + m_theme.scaled(76);
        const auto widen = [&](const QFontMetrics &metrics, const QString &words) {
            wide = std::max(wide, metrics.horizontalAdvance(words.left(kLongest)) + 2 * kPad + 2);
        };
        widen(mono, sheet.columns[place].name);
        const qsizetype last = std::min<qsizetype>(sheet.lines.size(), kLookedAt);
        for (qsizetype i = 0; i < last; ++i)
            widen(isEui(column) ? mono : text, sheet.lines[i].fields.value(place));
        setColumnWidth(ImportLines::Fields + place, std::min(wide, m_theme.scaled(kWidest)));
    }
    placeHappens();
}

/// What a line does is to be seen without scrolling.
void ImportTable::placeHappens()
{
    if (m_isPlacing || m_lines.columnCount() <= ImportLines::Fields)
        return;
    m_isPlacing = true;
    const int happens = m_lines.happensColumn();
    int others = 0;
    for (int column = 0; column < happens; ++column)
        others += columnWidth(column);
    const int least = m_theme.scaled(kHappens);
    const bool fits = others + least <= viewport()->width();
    QHeaderView &header = *horizontalHeader();
    for (int column = 0; column < happens; ++column) // another file's may have been moved
        header.moveSection(header.visualIndex(column), column);
    header.moveSection(header.visualIndex(happens), fits ? happens : int(ImportLines::Fields));
    setColumnWidth(happens, fits ? viewport()->width() - others : least);
    m_isPlacing = false;
    Q_EMIT moved();
}

void ImportTable::showColumn(int column)
{
    const int left = columnViewportPosition(column);
    const int beyond = left + columnWidth(column) - viewport()->width();
    QScrollBar &bar = *horizontalScrollBar();
    if (left < 0)
        bar.setValue(bar.value() + left);
    else if (beyond > 0)
        bar.setValue(bar.value() + std::min(beyond, left));
}

void ImportTable::goTo(int row)
{
    setCurrentIndex(m_lines.index(row, ImportLines::Line));
    scrollTo(currentIndex());
}

void ImportTable::goToError(int step)
{
    const int count = m_lines.rowCount();
    int row = currentIndex().isValid() ? currentIndex().row() : step > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
        row = (row + step + count) % count;
        if (m_lines.line(row).kind == LineKind::Wrong)
            return goTo(row);
    }
}

void ImportTable::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    const bool isShifted = event->modifiers() == Qt::ShiftModifier;
    if (event->key() == Qt::Key_N && (isShifted || isPlain))
        goToError(isShifted ? -1 : 1);
    else if (((event->key() == Qt::Key_C && isPlain) || event->matches(QKeySequence::Copy))
             && currentIndex().isValid())
        QGuiApplication::clipboard()->setText(csvLine(m_lines.line(currentIndex().row()).fields));
    else
        QTableView::keyPressEvent(event);
}

void ImportTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dx != 0)
        Q_EMIT moved();
}

void ImportTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    placeHappens();
}

} // namespace parking::ui

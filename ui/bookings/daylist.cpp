#include "bookings/daylist.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "theme/paper.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QPainter>
#include <QPdfWriter>
// By its folder: the library is linked, but no flag of the compiler is another one for it.
#include <QtPrintSupport/QPrintDialog>
#include <QtPrintSupport/QPrinter>

#include <memory>

namespace parking::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("parking::ui::DayList", text);
}

/// Lays rows out on pages. Sizes are points (1/72 inch) until the painter scales them.
class DayListPainter {
public:
    DayListPainter(QPagedPaintDevice &device, QPainter &painter, const DayList &list)
        : m_device(device), m_painter(painter), m_list(list)
    {
        const QPageLayout layout = device.pageLayout();
        const QRectF page = layout.paintRect(QPageLayout::Point);
        m_page = QRectF(QPointF(), page.size());
        const double scale = device.logicalDpiX() / 72.0;
        m_painter.scale(scale, scale);
        double left = 0;
        for (const Column &column : kColumns)
            left += column.share;
        m_wide = m_page.width() / left;
    }

    /// `pages`: as many as were counted before; painting nothing counts.
    int run(bool paints, int pages)
    {
        m_paints = paints;
        m_pages = pages;
        m_number = 1;
        m_y = 0;
        head();
        QString group;
        for (qsizetype i = 0; i < m_list.rows.size(); ++i) {
            const DayList::Row &row = m_list.rows[i];
            const bool isNew = row.group != group || i == 0;
            if (m_y + (isNew ? kGroup : 0) + kRow > m_page.height() - kFoot) {
                turn();
                groupHead(isNew ? row.group : tr("%1, continued").arg(row.group));
            } else if (isNew) {
                groupHead(row.group);
            }
            group = row.group;
            line({row.code, row.times, row.who, row.plate, row.status}, false);
        }
        if (m_list.rows.isEmpty() && !m_list.isOld)
            words(tr("No bookings on this day."), kRow, 10, false);
        foot();
        return m_number;
    }

private:
    struct Column {
        const char *title;
        double share;
    };
    static constexpr Column kColumns[] = {
        {QT_TRANSLATE_NOOP("parking::ui::DayList", "Space"), 13},
        {QT_TRANSLATE_NOOP("parking::ui::DayList", "From – until"), 22},
        {QT_TRANSLATE_NOOP("parking::ui::DayList", "For"), 35},
        {QT_TRANSLATE_NOOP("parking::ui::DayList", "Plate"), 15},
        {QT_TRANSLATE_NOOP("parking::ui::DayList", "Status"), 24}};
    static constexpr double kRow = 17;
    static constexpr double kGroup = 24;
    static constexpr double kFoot = 24;

    static QFont font(double points, bool bold)
    {
        QFont font;
        font.setFamilies({u"Roboto"_s, u"Noto Sans"_s, u"DejaVu Sans"_s});
        font.setPixelSize(int(points)); // the painter is scaled to points
        font.setBold(bold);
        return font;
    }

    void words(const QString &text, double high, double points, bool bold)
    {
        if (m_paints) {
            m_painter.setFont(font(points, bold));
            m_painter.setPen(paper::kInk);
            m_painter.drawText(QRectF(0, m_y, m_page.width(), high),
                               Qt::AlignVCenter | Qt::TextWordWrap, text);
        }
        m_y += high;
    }

    void head()
    {
        if (m_number == 1) {
            words(m_list.title, 28, 18, true);
            words(m_list.site, 16, 10, false);
            words(m_list.asOf, m_list.isOld ? 32 : 16, 10, m_list.isOld);
            m_y += 8;
        }
        QStringList titles;
        for (const Column &column : kColumns)
            titles.append(tr(column.title));
        line(titles, true);
    }

    void groupHead(const QString &group)
    {
        m_y += 4;
        words(group, kGroup - 4, 11, true);
    }

    void line(const QStringList &cells, bool bold)
    {
        double left = 0;
        for (qsizetype i = 0; i < cells.size() && m_paints; ++i) {
            const double wide = kColumns[i].share * m_wide;
            m_painter.setFont(font(9, bold));
            m_painter.setPen(paper::kInk);
            const QString text =
                QFontMetricsF(m_painter.font()).elidedText(cells[i], Qt::ElideRight, wide - 6);
            m_painter.drawText(QRectF(left, m_y, wide - 4, kRow), Qt::AlignVCenter, text);
            left += wide;
        }
        m_y += kRow;
        if (m_paints) {
            m_painter.setPen(QPen(bold ? paper::kInk : paper::kLine, bold ? 0.8 : 0.4));
            m_painter.drawLine(QPointF(0, m_y), QPointF(m_page.width(), m_y));
        }
    }

    void foot()
    {
        if (!m_paints)
            return;
        m_painter.setFont(font(8, false));
        m_painter.setPen(paper::kInk);
        const QRectF box(0, m_page.height() - 14, m_page.width(), 14);
        m_painter.drawText(box, Qt::AlignVCenter, m_list.title);
        m_painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                           tr("Page %1 of %2").arg(m_number).arg(m_pages));
    }

    void turn()
    {
        foot();
        ++m_number;
        if (m_paints)
            m_device.newPage();
        m_y = 0;
        head();
    }

    QPagedPaintDevice &m_device;
    QPainter &m_painter;
    const DayList &m_list;
    QRectF m_page;
    double m_wide = 0; ///< points for one of the columns' shares
    double m_y = 0;
    int m_number = 1;
    int m_pages = 0;
    bool m_paints = false;
};

} // namespace

int paintDayList(QPagedPaintDevice &device, const DayList &list)
{
    QPainter painter;
    if (!painter.begin(&device))
        return 0;
    DayListPainter pages(device, painter, list);
    const int count = pages.run(false, 0);
    pages.run(true, count);
    return painter.end() ? count : 0;
}

Result<int> writeDayList(const QString &path, const DayList &list)
{
    QPdfWriter writer(path);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout::Millimeter);
    writer.setResolution(300);
    writer.setTitle(list.title);
    writer.setCreator(u"Smart Parking"_s);
    const int pages = paintDayList(writer, list);
    if (pages == 0)
        return Error{problem::kBadFile, u"%1 cannot be written"_s.arg(path)};
    return pages;
}

void askToPrint(const DayList &list, QWidget *parent)
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setDocName(list.title);
    auto *dialog = new QPrintDialog(printer.get(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, qOverload<>(&QDialog::accepted), parent,
                     [printer, list] { paintDayList(*printer, list); });
    QObject::connect(dialog, &QObject::destroyed, [printer] {}); // it outlives the dialog
    dialog->open();
}

void askToWrite(const DayList &list, const QString &name, QWidget *parent,
                const std::function<void(const Result<int> &)> &done)
{
    auto *dialog = new QFileDialog(parent, tr("Save the day list"), name, tr("PDF (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [list, done](const QString &path) { done(writeDayList(path, list)); });
    dialog->open();
}

} // namespace parking::ui

#include "shell/pageframe.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

namespace parking::ui {

namespace {

constexpr int kMadeFor = 960; ///< of 1024, the smallest window: from there on pages need no more

} // namespace

PageFrame::PageFrame(QWidget *page)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidget(page);
}

void PageFrame::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

bool PageFrame::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void PageFrame::fit()
{
    const QSize room = maximumViewportSize();
    const int bar = verticalScrollBar()->sizeHint().width();
    const QLayout *layout = widget()->layout();
    const auto needed = [&](int width) {
        const int wide = qMax(width, widget()->minimumSizeHint().width());
        // In a narrow one words take more lines.
        const int high = wide < kMadeFor && layout && layout->hasHeightForWidth()
            ? layout->minimumHeightForWidth(wide)
            : widget()->minimumSizeHint().height();
        return QSize(wide, high);
    };
    QSize size = needed(room.width());
    const bool isHigh = size.height() > room.height();
    if (isHigh) // a bar beside it takes some of the width
        size = needed(room.width() - bar);
    const bool isWide = size.width() > room.width() - (isHigh ? bar : 0);
    widget()->resize(
        size.expandedTo({room.width() - (isHigh ? bar : 0), room.height() - (isWide ? bar : 0)}));
}

} // namespace parking::ui

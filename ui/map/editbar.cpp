#include "map/editbar.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/numberfield.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace parking::ui {

EditBar::EditBar(MapView &view, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_view(view), m_theme(theme)
{
    setObjectName(u"editBar"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(makeHead());
    layout->addWidget(makeTools());
    m_pictureBar = new PictureBar(theme, this);
    layout->addWidget(m_pictureBar);
    connect(m_pictureBar, &PictureBar::edited, this, [this](const FloorSheet &sheet) {
        change([sheet](LayoutEdit &draft, const Spaces &) { draft.setSheet(sheet); });
    });
    connect(&view, &MapView::editChanged, this, [this] {
        m_refusal.clear();
        refresh();
    });
    connect(&view, &MapView::selectionChanged, this, &EditBar::refresh);
    refresh();
}

QWidget *EditBar::makeHead()
{
    auto *head = new QWidget(this);
    m_title = makeLabel(head);
    m_title->setWordWrap(true);
    m_discard = new QPushButton(tr("Discard"), head);
    m_discard->setProperty("kind", u"secondary"_s);
    connect(m_discard, &QPushButton::clicked, this, &EditBar::discarded);
    m_save = new QPushButton(tr("Save"), head);
    m_save->setProperty("kind", u"primary"_s);
    connect(m_save, &QPushButton::clicked, this, &EditBar::saved);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_discard);
    layout->addWidget(m_save);
    return head;
}

QPushButton *EditBar::addTool(QHBoxLayout &layout, const QString &icon, const QString &name,
                              std::function<void()> run)
{
    auto *button = new QPushButton(m_theme.icon(icon), {}, this);
    button->setProperty("kind", u"icon"_s);
    button->setToolTip(name);
    button->setAccessibleName(name);
    connect(button, &QPushButton::clicked, this, [this, run = std::move(run)] {
        run();
        m_view.setFocus();
    });
    layout.addWidget(button);
    return button;
}

QDoubleSpinBox *EditBar::addSize(QHBoxLayout &layout, const QString &name)
{
    auto *label = makeLabel(this, "secondary"_L1, name);
    auto *box = new NumberField(name, this);
    box->setRange(0.5, 50);
    box->setSingleStep(0.1);
    box->setDecimals(2);
    box->setKeyboardTracking(false);
    box->setSuffix(u"\u202fm"_s);
    label->setBuddy(box);
    layout.addWidget(label);
    layout.addWidget(box);
    return box;
}

QWidget *EditBar::makeTools()
{
    using Edge = LayoutEdit::Edge;
    auto *tools = new QWidget(this);
    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    const auto edit = [&](const char *icon, const QString &name, const Step &step) {
        return addTool(*layout, QLatin1StringView(icon), name, [this, step] { change(step); });
    };
    const auto align = [&](const char *icon, const QString &name, Edge edge) {
        m_forMany.append(
            edit(icon, name, [edge](LayoutEdit &e, const Spaces &s) { e.align(s, edge); }));
    };
    m_undo = edit("undo", tr("Undo (Ctrl+Z)"), [](LayoutEdit &e, const Spaces &) { e.undo(); });
    m_redo =
        edit("redo", tr("Redo (Ctrl+Shift+Z)"), [](LayoutEdit &e, const Spaces &) { e.redo(); });
    layout->addSpacing(12);
    align("align-left", tr("Align left edges"), Edge::Left);
    align("align-right", tr("Align right edges"), Edge::Right);
    align("align-top", tr("Align upper edges"), Edge::Top);
    align("align-bottom", tr("Align lower edges"), Edge::Bottom);
    m_forMany.append(
        edit("distribute", tr("Distribute evenly"), [](LayoutEdit &e, const Spaces &s) {
            QRectF all;
            for (const domain::SpaceId &id : s) {
                if (const auto place = e.placements().value(id))
                    all |= boxOf(*place);
            }
            e.distribute(s, all.width() >= all.height() ? Qt::Horizontal : Qt::Vertical);
        }));
    layout->addSpacing(12);
    m_forSome.append(edit("rotate", tr("Rotate by 90° (R)"),
                          [](LayoutEdit &e, const Spaces &s) { e.rotate(s, 90); }));
    m_forSome.append(edit("mirror", tr("Mirror left to right"),
                          [](LayoutEdit &e, const Spaces &s) { e.mirror(s, Qt::Horizontal); }));
    layout->addSpacing(12);
    m_width = addSize(*layout, tr("Width"));
    m_depth = addSize(*layout, tr("Depth"));
    connect(m_width, &QDoubleSpinBox::valueChanged, this, [this](double metres) {
        change([metres](LayoutEdit &e, const Spaces &s) { e.setSize(s, metres, {}); });
    });
    connect(m_depth, &QDoubleSpinBox::valueChanged, this, [this](double metres) {
        change([metres](LayoutEdit &e, const Spaces &s) { e.setSize(s, {}, metres); });
    });
    layout->addSpacing(12);
    m_row = addTool(*layout, u"row"_s, tr("Row: drag a line along which spaces stand side by side"),
                    [this] { m_view.editTool()->setRowMode(!m_view.editTool()->isRowMode()); });
    m_row->setCheckable(true);
    addTool(*layout, u"picture"_s, tr("Picture of the floor (PNG, JPEG, SVG)…"),
            [this] { Q_EMIT pictureRequested(); });
    layout->addStretch();
    return tools;
}

/// A size that was being typed when the editing ended comes too late: nothing is changed.
void EditBar::change(const Step &step)
{
    if (EditTool *tool = m_view.editTool())
        tool->change([&](LayoutEdit &draft) { step(draft, m_view.selection()); });
}

void EditBar::refresh()
{
    const EditTool *tool = m_view.editTool();
    setVisible(tool != nullptr);
    if (!tool)
        return;
    const LayoutEdit &draft = tool->draft();
    m_title->setText(title(*tool));
    m_discard->setEnabled(!m_saving);
    m_save->setEnabled(!m_saving);
    m_pictureBar->setSheet(draft.sheet());
    m_undo->setEnabled(draft.canUndo());
    m_redo->setEnabled(draft.canRedo());
    m_row->setChecked(tool->isRowMode());
    const QSet<domain::SpaceId> selection = m_view.selection();
    for (QPushButton *button : std::as_const(m_forSome))
        button->setEnabled(!selection.isEmpty());
    for (QPushButton *button : std::as_const(m_forMany))
        button->setEnabled(selection.size() > 1);
    const QSignalBlocker width(m_width);
    const QSignalBlocker depth(m_depth);
    std::optional<domain::Placement> place;
    for (const domain::SpaceId &id : selection)
        place = draft.placements().value(id) ? draft.placements().value(id) : place;
    for (QDoubleSpinBox *box : {m_width, m_depth}) {
        box->setEnabled(place.has_value());
        // What has no place has no size: the least value reads as unknown.
        box->setSpecialValueText(place ? QString() : u"–"_s);
    }
    m_width->setValue(place ? place->w : m_width->minimum());
    m_depth->setValue(place ? place->h : m_depth->minimum());
}

/// What to do next, while something is to be done.
QString EditBar::title(const EditTool &tool) const
{
    if (m_saving)
        return tr("Saving the layout of %1 …").arg(m_view.place().floor);
    if (!m_refusal.isEmpty())
        return tr("Not saved: %1").arg(m_refusal);
    if (!tool.isRowMode()) {
        const int overlaps = int(tool.draft().overlapping().size());
        const QString editing = tr("Editing %1.").arg(m_view.place().floor);
        return overlaps == 0 ? editing
                             : editing + u' ' + tr("%n spaces overlap.", nullptr, overlaps);
    }
    const int count = int(tool.rowCandidates().size());
    return count > 0
        ? tr("Drag across the plan: %n spaces will stand side by side.", nullptr, count)
        : tr("Select the spaces that shall stand in a row.");
}

void EditBar::setSaving(bool saving)
{
    m_saving = saving;
    m_refusal.clear();
    refresh();
}

void EditBar::setRefusal(const Error &error)
{
    m_refusal = labels::text(error);
    refresh();
}

} // namespace parking::ui

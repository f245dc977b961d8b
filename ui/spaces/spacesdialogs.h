#pragma once

#include "domain/importresult.h"
#include "theme/theme.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace parking::ui {

/// What an import would do, before it does it: counts, or every problem with its line.
/// Accepted: the person wants it.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(const QString &source, const domain::ImportResult &preview, const Theme &theme,
                 QWidget *parent);
};

/// Spaces typed in: a place, a code's beginning, a first number, how many.
class AddSpacesDialog : public QDialog {
    Q_OBJECT

public:
    AddSpacesDialog(const Theme &theme, QWidget *parent);

    QByteArray csv() const; ///< as importSpaces reads it

private:
    QLineEdit *addField(QFormLayout *form, const QString &label, const QString &value, int longest);
    void refresh();

    QLineEdit *m_building;
    QLineEdit *m_floor;
    QLineEdit *m_zone;
    QLineEdit *m_prefix;
    QSpinBox *m_first;
    QSpinBox *m_count;
    QLabel *m_codes;
    QLabel *m_problem;
    QPushButton *m_add;
};

} // namespace parking::ui
